#pragma once
// The links of a card's heading, which summary lists share.
#include "platform/html/components/card.hpp"

namespace cohort::nhs {

// Screen readers hear the card's heading after the action, so that ten 'Change' links differ.
Html card_action(const CardAction& action, const Html& card_heading);

}

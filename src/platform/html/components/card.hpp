#pragma once
// https://service-manual.nhs.uk/design-system/components/card and …/care-cards
#include "platform/html/components/heading.hpp"

namespace cohort::nhs {

enum class CardLook { normal, feature, primary, secondary, warning, non_urgent, urgent, emergency };

// A link beside the heading, or a button when there is no address.
struct CardAction {
    Html text = {};
    Url href = {};
    Html visually_hidden = {};
    std::string type = {};
    std::string name = {};
    std::string value = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

struct CardImage {
    Url src = {};
    std::string alt = {};
};

struct Card {
    Heading heading = {}; // level 2 when none is given
    Html content = {};
    std::string description = {}; // one plain paragraph, when there is no content
    Url href = {};                // makes the heading a link
    CardLook look = CardLook::normal;
    bool clickable = false; // the whole card answers to a press
    std::vector<CardAction> actions = {};
    CardImage image = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html card(const Card& options);

}

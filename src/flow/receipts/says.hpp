#pragma once
// What a receipt says, as a word in the database and as proof about its part.
#include "flow/send/send.hpp"

#include <optional>
#include <string_view>

namespace cohort::receipts {

using Says = send::Receipt::Says;
using Evidence = send::Sending::PartEvidence;

std::string_view text(Says says);
Says read_says(std::string_view word);

// Interim and unknown prove nothing: they are kept and change nothing.
std::optional<Evidence>
evidence_of(std::string_view provider_reference, Says says, std::string_view reason);

}

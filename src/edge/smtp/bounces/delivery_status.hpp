#pragma once
// A message/delivery-status part (RFC 3464): what became of a letter, in fields. Pure, bounded.
#include "edge/smtp/replies.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::bounces {

inline constexpr std::size_t recipients_max = 20; // a letter of ours has one; a forward may add

struct RecipientStatus {
    enum class Action { failed, delayed, delivered, relayed, expanded, unknown };

    Action action = Action::unknown;
    // Of Status, or of Diagnostic-Code where that says more.
    std::optional<EnhancedStatus> status = {};
    std::string words = {}; // of Diagnostic-Code, lower case; may hold an address
};

struct DeliveryStatus {
    std::string envelope_id; // as we gave it, decoded; empty where there is none
    std::vector<RecipientStatus> recipients;
};

DeliveryStatus read_delivery_status(std::string_view body);

// The first enhanced status anywhere in a text: "550 5.1.1 ...", "(#5.1.1)". Its class is 4 or 5.
std::optional<EnhancedStatus> find_status(std::string_view text);

}

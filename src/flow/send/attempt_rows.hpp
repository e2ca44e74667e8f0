#pragma once
// How an attempt ended, as rows.
#include "flow/send/gateway.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string_view>

namespace cohort::send {

struct EndedAttempt {
    AttemptKey key;
    AttemptOutcome outcome;
};

// Empty for what was accepted.
std::string_view reason_of(const AttemptOutcome& outcome);

// NULL in the database for what has no words.
std::optional<std::string_view> text_or_null(std::string_view text);

// Its row, or of what was accepted in parts a row each.
void store_attempt(
    db::Transaction& tx, std::string_view gateway_id, const EndedAttempt& ended, TimePoint now
);

}

#pragma once
// How an attempt ended, as rows.
#include "flow/send/gateway.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string_view>

namespace cohort::send {

struct EndedAttempt {
    // unknown: the database was lost during the commit, and the message may not be marked at all;
    // nothing of it was given away.
    enum class Mark { made, unknown };

    AttemptKey key;
    AttemptOutcome outcome;
    Mark mark = Mark::made;
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

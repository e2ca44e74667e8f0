#pragma once
// Recording how attempts ended, all of a cycle in one transaction: the attempt's own rows, the
// message, the counts.
#include "flow/send/gateway.hpp"
#include "platform/db/database.hpp"

#include <string_view>
#include <vector>

namespace cohort::send {

struct EndedAttempt {
    AttemptKey key;
    AttemptOutcome outcome;
};

// Returns the provider references that are now known. An outcome whose message has moved on (a
// receipt overtook the answer, a sweep gave it up) is kept with its attempt and changes nothing
// else.
std::vector<std::string_view> store_outcomes(
    db::Transaction& tx,
    std::string_view gateway_id,
    const std::vector<EndedAttempt>& ended,
    TimePoint now
);

}

#pragma once
// Recording how attempts ended, all of a cycle in one transaction: the attempt's own rows, the
// message, the counts.
#include "base/node_id.hpp"
#include "flow/send/attempt_rows.hpp"

#include <string_view>
#include <vector>

namespace cohort::send {

// Returns the provider references that are now known. What becomes of an outcome whose message does
// not wait for it any more: late_end.hpp.
std::vector<std::string_view> store_outcomes(
    db::Transaction& tx,
    NodeId node,
    std::string_view gateway_id,
    const std::vector<EndedAttempt>& ended,
    TimePoint now
);

}

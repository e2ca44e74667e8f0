#pragma once
// The end of an attempt whose message does not wait for it any more.
#include "flow/send/attempt_rows.hpp"
#include "flow/send/counts.hpp"

namespace cohort::send {

// Keeps it with its attempt. A message that was stated as in doubt is accepted after all, or has
// failed, when the answer says so; one that has moved on otherwise stays as it is.
void store_late_end(
    db::Transaction& tx,
    std::string_view gateway_id,
    const EndedAttempt& ended,
    TimePoint now,
    CountChange& counts
);

}

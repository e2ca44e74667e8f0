#pragma once
// When something that did not go is tried again, and how often: one table by reason. Pure.
#include "base/clock.hpp"
#include "flow/send/gateway.hpp"

#include <string_view>

namespace cohort::send {

struct RetryRule {
    std::string_view reason; // or the part of it before the dot, and the dot
    Milliseconds first_wait; // doubled with each attempt
    Milliseconds most_wait;
    // Tries of one message that end for this reason; the last of them stands. 0: as often as its
    // time allows.
    std::int64_t tries_most;
};

// Of every reason: what no line names follows the last.
const RetryRule& retry_rule(std::string_view reason);

// The gateway could not do its work: neither busy, nor a word about one message, nor our own end.
bool is_gateway_failure(std::string_view reason);

// Before the next attempt after this many tries (one or more). Up to a fifth longer, so that what
// failed together does not come back together; always the same for the same attempt.
Milliseconds wait_before_retry(const RetryRule& rule, std::int64_t tries, const AttemptKey& key);

}

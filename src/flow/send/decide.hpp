#pragma once
// What follows from what a gateway said. Pure: the product's whole policy of trying, waiting and
// giving up is these functions and their tests. docs/states.md tells the same in prose.
#include "base/clock.hpp"
#include "domain/message_state.hpp"
#include "flow/send/gateway.hpp"

#include <optional>
#include <string>

namespace cohort::send {

using domain::MessageState;

struct Before {
    MessageState state;
    TimePoint give_up_at; // no new attempt begins after this instant
    bool stopped = false; // somebody stopped the bulk message: no new attempt begins at all
    // Earlier attempts at the message that ended for the same reason.
    std::int64_t tries_before = 0;
};

struct Decision {
    MessageState state;
    std::string reason;              // empty where the state needs none
    std::optional<TimePoint> due_at; // queued only
};

// How an attempt ended. Requires: before.state is attempting, or delivered (a receipt overtook the
// answer).
Decision decide(
    const Before& before, const AttemptOutcome& outcome, const AttemptKey& attempt, TimePoint now
);

// Whether decide looks at tries_before: only what may be tried so many times and no more does.
bool counts_tries(const AttemptOutcome& outcome);

// What the parts of one attempt say together.
struct PartsSay {
    std::int64_t parts = 0;
    // Of those whose names are known: all, unless the answer never came and receipts brought them.
    std::int64_t known = parts;
    std::int64_t delivered = 0;
    std::int64_t failed = 0;
    std::string reason = {}; // of the first failed part
};

// What a receipt changes, if anything. A message is delivered when every part of any one attempt
// is; it has failed when a part of its latest attempt failed. Nothing moves backwards, except that
// 'delivered' corrects a failure.
std::optional<Decision>
decide_on_receipt(MessageState before, const PartsSay& say, bool latest_attempt);

// A mark whose end nobody recorded: the process died, or the gateway never answered.
Decision decide_unanswered();

}

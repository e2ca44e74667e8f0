#include "flow/send/decide.hpp"

#include <algorithm>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

constexpr auto retry_wait_first = 2s;
constexpr auto retry_wait_max = 5min;

Decision
not_sent(const Before& before, const NotSent& outcome, AttemptNumber attempt, TimePoint now) {
    if (before.stopped) {
        return {MessageState::cancelled, {}, std::nullopt};
    }
    const Milliseconds wait =
        std::max(wait_before_retry(attempt), outcome.not_before.value_or(Milliseconds{0}));
    if (now + wait > before.give_up_at) {
        return {MessageState::expired, "message.too_late", std::nullopt};
    }
    return {MessageState::queued, {}, now + wait};
}

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};

}

Milliseconds wait_before_retry(AttemptNumber attempt) {
    const auto doublings = std::clamp<std::int64_t>(attempt.value - 1, 0, 8);
    return std::min<Milliseconds>(
        retry_wait_first * (std::int64_t{1} << doublings), retry_wait_max
    );
}

Decision
decide(const Before& before, const AttemptOutcome& outcome, AttemptNumber attempt, TimePoint now) {
    if (before.state == MessageState::delivered) {
        return {MessageState::delivered, {}, std::nullopt};
    }
    COHORT_ENSURE(before.state == MessageState::attempting, "only a marked attempt can end");
    return std::visit(
        Match{
            [](const Accepted&) { return Decision{MessageState::accepted, {}, std::nullopt}; },
            [&](const NotSent& end) { return not_sent(before, end, attempt, now); },
            [](const Refused& end) {
                return Decision{MessageState::refused, end.reason, std::nullopt};
            },
            [](const InDoubt& end) {
                return Decision{MessageState::in_doubt, end.reason, std::nullopt};
            }
        },
        outcome
    );
}

std::optional<Decision>
decide_on_receipt(MessageState before, const PartsSay& say, bool latest_attempt) {
    if (say.parts > 0 && say.delivered == say.parts) {
        return may_become(before, MessageState::delivered)
                   ? std::optional(Decision{MessageState::delivered, {}, std::nullopt})
                   : std::nullopt;
    }
    if (say.failed > 0 && latest_attempt && may_become(before, MessageState::failed)) {
        return Decision{MessageState::failed, say.reason, std::nullopt};
    }
    return std::nullopt;
}

Decision decide_unanswered() {
    return {MessageState::in_doubt, "message.outcome_unknown", std::nullopt};
}

}

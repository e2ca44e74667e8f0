#include "flow/send/decide.hpp"

#include "flow/send/retry_policy.hpp"

#include <algorithm>

namespace cohort::send {
namespace {

// Tries again as the reason's rule says; nothing where its tries are used up.
std::optional<Decision> try_again(
    const Before& before,
    std::string_view reason,
    std::optional<Milliseconds> not_before,
    const AttemptKey& attempt,
    TimePoint now
) {
    if (before.stopped) {
        return Decision{MessageState::cancelled, {}, std::nullopt};
    }
    const RetryRule& rule = retry_rule(reason);
    const std::int64_t tries = before.tries_before + 1;
    if (rule.tries_most > 0 && tries >= rule.tries_most) {
        return std::nullopt;
    }
    // Where tries are not counted, every attempt is one.
    const Milliseconds wait = std::max(
        wait_before_retry(rule, rule.tries_most > 0 ? tries : attempt.attempt.value, attempt),
        not_before.value_or(Milliseconds{0})
    );
    if (now + wait > before.give_up_at) {
        return Decision{MessageState::expired, "message.too_late", std::nullopt};
    }
    return Decision{MessageState::queued, std::string(reason), now + wait};
}

Decision
not_sent(const Before& before, const NotSent& end, const AttemptKey& attempt, TimePoint now) {
    return try_again(before, end.reason, end.not_before, attempt, now)
        .value_or(Decision{MessageState::refused, end.reason, std::nullopt});
}

Decision
refused(const Before& before, const Refused& end, const AttemptKey& attempt, TimePoint now) {
    const Decision for_good{MessageState::refused, end.reason, std::nullopt};
    // Stopped or too late, it is what the gateway said of it that tells most.
    if (end.how_long == Refused::For::good || before.stopped) {
        return for_good;
    }
    auto again = try_again(before, end.reason, {}, attempt, now);
    return again && again->state == MessageState::queued ? std::move(*again) : for_good;
}

template <class... Cases>
struct Match : Cases... {
    using Cases::operator()...;
};

}

bool counts_tries(const AttemptOutcome& outcome) {
    if (const auto* end = std::get_if<NotSent>(&outcome)) {
        return retry_rule(end->reason).tries_most > 0;
    }
    const auto* end = std::get_if<Refused>(&outcome);
    return end != nullptr && end->how_long == Refused::For::now
           && retry_rule(end->reason).tries_most > 0;
}

Decision decide(
    const Before& before, const AttemptOutcome& outcome, const AttemptKey& attempt, TimePoint now
) {
    if (before.state == MessageState::delivered) {
        return {MessageState::delivered, {}, std::nullopt};
    }
    COHORT_ENSURE(before.state == MessageState::attempting, "only a marked attempt can end");
    return std::visit(
        Match{
            [](const Accepted&) { return Decision{MessageState::accepted, {}, std::nullopt}; },
            [&](const NotSent& end) { return not_sent(before, end, attempt, now); },
            [&](const Refused& end) { return refused(before, end, attempt, now); },
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
    // While some parts have no name yet, they could not correct it.
    if (say.failed > 0 && say.known == say.parts && latest_attempt
        && may_become(before, MessageState::failed)) {
        return Decision{MessageState::failed, say.reason, std::nullopt};
    }
    return std::nullopt;
}

Decision decide_unanswered() {
    return {MessageState::in_doubt, "message.outcome_unknown", std::nullopt};
}

}

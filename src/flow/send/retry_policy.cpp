#include "flow/send/retry_policy.hpp"

#include <algorithm>
#include <iterator>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

// A fault that is ours or the gateway's is nobody's last try. What a mailbox or a number says of
// itself for now may change within hours; a day and a half is long enough to have asked it.
constexpr RetryRule rules[] = {
    {"gateway.throttled", 1s, 1min, 0},
    {"gateway.queue_full", 5s, 2min, 0},
    {"gateway.", 2s, 5min, 0},
    {"email.greylisted", 5min, 30min, 0}, // RFC 6647: most let a second try in after minutes
    {"email.mailbox_full", 1h, 12h, 5},
    {"email.mailbox_busy", 5min, 1h, 8},
    {"email.domain_unreachable", 15min, 4h, 10},
    {"email.", 5min, 2h, 8},
    {"sms.refused_for_now", 1min, 30min, 5},
    {"sms.", 1min, 30min, 5},
    {"", 1min, 1h, 5},
};

bool covers(const RetryRule& rule, std::string_view reason) {
    const bool a_family = rule.reason.empty() || rule.reason.ends_with('.');
    return a_family ? reason.starts_with(rule.reason) : reason == rule.reason;
}

// Spreads attempts evenly over [0, 1,000).
std::int64_t spread(const AttemptKey& key) {
    auto mixed = static_cast<std::uint64_t>(key.position.value) * 0x9E37'79B9'7F4A'7C15U;
    mixed ^= static_cast<std::uint64_t>(key.attempt.value) * 0xC2B2'AE3D'27D4'EB4FU;
    return static_cast<std::int64_t>((mixed >> 32U) % 1000);
}

}

const RetryRule& retry_rule(std::string_view reason) {
    return *std::ranges::find_if(rules, [&](const RetryRule& rule) {
        return covers(rule, reason);
    });
}

bool is_gateway_failure(std::string_view reason) {
    constexpr std::string_view no_failures[] = {
        "gateway.throttled",
        "gateway.queue_full",
        "gateway.busy",
        "gateway.paused",
        "gateway.stopping",
        "gateway.stopped",
        "gateway.valid_until_passed",
    };
    return reason.starts_with("gateway.")
           && std::ranges::find(no_failures, reason) == std::end(no_failures);
}

Milliseconds wait_before_retry(const RetryRule& rule, std::int64_t tries, const AttemptKey& key) {
    const auto doublings = std::clamp<std::int64_t>(tries - 1, 0, 20);
    const Milliseconds wait =
        std::min(rule.first_wait * (std::int64_t{1} << doublings), rule.most_wait);
    return wait + wait * spread(key) / 5'000;
}

}

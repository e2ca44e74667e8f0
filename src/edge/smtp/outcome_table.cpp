#include "edge/smtp/outcome_table.hpp"

#include "edge/smtp/about.hpp"
#include "edge/smtp/lower_case.hpp"

#include <fmt/core.h>

#include <string>

namespace cohort::smtp {

namespace {

using namespace std::chrono_literals;
using send::NotSent;
using send::Refused;

constexpr Milliseconds soon = 1min;
constexpr Milliseconds greylist_wait = 5min; // standards: 4.7.1 wants at least five minutes
constexpr Milliseconds mailbox_wait = 1h;
constexpr Milliseconds policy_wait = 15min;

std::string_view name(Phase phase) {
    switch (phase) {
    case Phase::mail:
        return "MAIL";
    case Phase::rcpt:
        return "RCPT";
    case Phase::data:
        return "DATA";
    case Phase::final_dot:
        return "message";
    }
    return "";
}

std::string words_of(const Reply& reply) {
    std::string words;
    for (const auto& line : reply.lines) {
        words.append(lower_case(line)).append("\n");
    }
    return words;
}

About about_code(Phase phase, const Reply& reply) {
    switch (reply.code) {
    case 500:
    case 501:
    case 502:
    case 503:
    case 504:
    case 555:
        return About::settings;
    case 530:
    case 534:
    case 535:
    case 538:
        return About::login;
    case 521:
    case 556:
        return phase == Phase::rcpt ? About::domain : About::policy;
    case 552:
        return phase == Phase::rcpt ? About::full : About::size;
    default:
        return about_text(words_of(reply));
    }
}

About about(Phase phase, const Reply& reply) {
    // 530 and 535 are about us whatever stands behind them ("530 5.7.0 Must issue STARTTLS first").
    const bool login = reply.code == 530 || reply.code == 535;
    const auto found =
        reply.enhanced && !login ? about_status(*reply.enhanced) : about_code(phase, reply);
    if (phase == Phase::rcpt) {
        return found;
    }
    // Before and after RCPT a reply without a word about the recipient cannot condemn the address.
    const bool of_recipient =
        found == About::address || found == About::address_shut || found == About::domain;
    const bool of_somebody = of_recipient || found == About::unknown || found == About::unreachable;
    if (phase == Phase::mail && (of_somebody || found == About::full)) {
        return About::sender; // only our own address has been named yet
    }
    return of_recipient && !reply.enhanced ? About::unknown : found;
}

Verdict permanent_verdict(Phase phase, const Reply& reply, std::string detail) {
    const auto refused = [&detail](const char* reason, Refused::For how_long) {
        return Verdict{Refused{reason, detail, how_long}};
    };
    const auto ours = [&detail](const char* reason, Effect effect) {
        return Verdict{NotSent{reason, detail, policy_wait}, effect};
    };
    switch (about(phase, reply)) {
    case About::address:
        return refused("email.address_unknown", Refused::For::good);
    case About::address_shut:
        return refused("email.mailbox_closed", Refused::For::good);
    case About::domain:
        return refused("email.domain_unknown", Refused::For::good);
    case About::unreachable:
        return refused("email.domain_unreachable", Refused::For::now);
    case About::full:
        return refused("email.mailbox_full", Refused::For::now);
    case About::size:
        return refused("email.message_too_large", Refused::For::good);
    case About::utf8:
        return refused("email.address_needs_smtputf8", Refused::For::good);
    case About::content:
        return refused("email.message_refused", Refused::For::good);
    case About::policy:
        return ours("gateway.policy_refused", Effect::suspicion);
    case About::rate:
        return ours("gateway.throttled", Effect::slow_down);
    case About::login:
        return ours("gateway.login_refused", Effect::pause);
    case About::sender:
        return ours("gateway.sender_refused", Effect::pause);
    case About::settings:
        return ours("gateway.command_refused", Effect::pause);
    case About::unknown:
        break;
    }
    return refused(
        phase == Phase::rcpt ? "email.address_refused" : "email.message_refused", Refused::For::now
    );
}

// RFC 7372 and what mail providers add to it: from 20 on a detail is about who we are.
constexpr int identity_detail_min = 20;

template <class Later>
Verdict transient_policy(const EnhancedStatus& status, const Later& later) {
    if (about_status(status) == About::rate) {
        return later("gateway.throttled", policy_wait, Effect::slow_down);
    }
    if (status.detail >= identity_detail_min) {
        return later("gateway.policy_refused", policy_wait, Effect::suspicion);
    }
    return later("email.greylisted", greylist_wait, Effect::none);
}

Verdict transient_verdict(const Reply& reply, std::string detail) {
    const auto later = [&detail](
                           const char* reason, Milliseconds wait, Effect effect = Effect::none
                       ) { return Verdict{NotSent{reason, detail, wait}, effect}; };
    if (reply.code == 421) {
        return later("gateway.throttled", soon);
    }
    if (reply.code == 454) { // RFC 4954: temporary authentication failure
        return later("gateway.busy", soon);
    }
    const auto status = reply.enhanced.value_or(EnhancedStatus{4, 0, 0});
    if (status.subject == 2) {
        const bool full = status.detail == 2;
        return later(full ? "email.mailbox_full" : "email.mailbox_busy", mailbox_wait);
    }
    if (status.subject == 7) {
        return transient_policy(status, later);
    }
    if (status.subject == 1 && about_status(status) == About::sender) {
        return later("gateway.sender_refused", policy_wait, Effect::suspicion);
    }
    if (status.subject == 3) {
        return later("gateway.busy", greylist_wait);
    }
    return later("email.try_later", greylist_wait);
}

}

Verdict judge(Phase phase, const Reply& reply) {
    COHORT_ENSURE(reply.negative(), "only a refusal is judged");
    auto detail = fmt::format("{} {}", name(phase), reply_detail(reply));
    return reply.code < 500 ? transient_verdict(reply, std::move(detail))
                            : permanent_verdict(phase, reply, std::move(detail));
}

send::Pause judge_opening(Opening step, const Reply& reply) {
    const bool for_now = reply.code >= 400 && reply.code < 500;
    const auto detail = [&reply](const char* command) {
        return fmt::format("{} {}", command, reply_detail(reply));
    };
    switch (step) {
    case Opening::greeting:
        return {for_now ? "gateway.busy" : "gateway.refuses_us", detail("greeting"), !for_now};
    case Opening::ehlo:
        return {for_now ? "gateway.busy" : "gateway.command_refused", detail("EHLO"), !for_now};
    case Opening::starttls:
        return {for_now ? "gateway.busy" : "gateway.tls_not_offered", detail("STARTTLS"), !for_now};
    case Opening::auth:
        break;
    }
    return {for_now ? "gateway.busy" : "gateway.login_refused", detail("AUTH"), !for_now};
}

}

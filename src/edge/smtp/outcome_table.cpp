#include "edge/smtp/outcome_table.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

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

// What a permanent refusal is about.
enum class About {
    address,      // nobody is there
    address_shut, // the mailbox takes nothing any more
    domain,       // the part after the @
    unreachable,  // the way there
    full,         // the mailbox, for now
    size,
    utf8, // RFC 6531: the address needs SMTPUTF8 further on
    content,
    policy,
    login,
    sender,   // our own address
    settings, // our commands or their order
    unknown,  // says no more than "no"
};

struct StatusRow {
    int subject;
    int detail; // -1: every other detail of the subject
    About about;
};

// RFC 3463 §3 and the IANA registry of enhanced status codes.
constexpr std::array permanent{
    StatusRow{1, 2, About::domain},   // bad destination system address
    StatusRow{1, 7, About::sender},   // bad sender's mailbox syntax
    StatusRow{1, 8, About::sender},   // bad sender's system address
    StatusRow{1, 9, About::unknown},  // relayed to a system that gives no status
    StatusRow{1, 10, About::domain},  // null MX (RFC 7505)
    StatusRow{1, 0, About::unknown},  // other address status
    StatusRow{1, 4, About::unknown},  // ambiguous address
    StatusRow{1, -1, About::address}, // 5.1.1, 5.1.3, 5.1.6
    StatusRow{2, 1, About::address_shut},
    StatusRow{2, 2, About::full},
    StatusRow{2, 3, About::size},
    StatusRow{2, -1, About::unknown},
    StatusRow{3, 4, About::size},
    StatusRow{3, -1, About::unknown},
    StatusRow{4, -1, About::unreachable},
    StatusRow{5, -1, About::settings},
    StatusRow{6, 7, About::utf8}, // RFC 6531 §3.2: non-ASCII addresses not permitted for that
                                  // recipient
    StatusRow{6, 9, About::utf8}, // RFC 6531 §3.2: header cannot be passed on without UTF-8
    StatusRow{6, -1, About::content},
    StatusRow{7, 8, About::login},  // RFC 4954: credentials
    StatusRow{7, 9, About::login},  // RFC 4954: mechanism too weak
    StatusRow{7, 11, About::login}, // RFC 4954: encryption needed
    StatusRow{7, 14, About::login}, // trust relationship required
    StatusRow{7, -1, About::policy},
};

About about_status(const EnhancedStatus& status) {
    for (const auto& row : permanent) {
        if (row.subject == status.subject && (row.detail == -1 || row.detail == status.detail)) {
            return row.about;
        }
    }
    return About::unknown;
}

bool text_has(const Reply& reply, std::initializer_list<std::string_view> words) {
    for (auto line : reply.lines) {
        std::ranges::transform(line, line.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (std::ranges::any_of(words, [&line](auto word) { return line.contains(word); })) {
            return true;
        }
    }
    return false;
}

// Servers without enhanced codes leave only their text to tell a wrong address from a refusal of
// us. It is asked last and believed little: policy first, because taking a policy for an address
// fails a patient for good.
About about_text(const Reply& reply) {
    if (text_has(
            reply,
            {"relay",
             "polic",
             "spam",
             "block",
             "denied",
             "authent",
             "reputation",
             "spf",
             "dkim",
             "dmarc"}
        )) {
        return About::policy;
    }
    if (text_has(reply, {"full", "quota", "storage"})) {
        return About::full;
    }
    const bool about_someone =
        text_has(reply, {"user", "mailbox", "recipient", "address", "account"});
    const bool absent = text_has(
        reply,
        {"unknown",
         "no such",
         "does not exist",
         "doesn't exist",
         "not found",
         "not exist",
         "no mailbox"}
    );
    return about_someone && absent ? About::address : About::unknown;
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
        return about_text(reply);
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
        return later("email.greylisted", greylist_wait);
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

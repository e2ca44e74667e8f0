#include "edge/smtp/outcome_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

using namespace cohort;
using namespace cohort::smtp;

namespace {

Reply reply(const std::string& line) {
    ReplyReader reader;
    reader.append(line + "\r\n");
    Reply out;
    REQUIRE(reader.next(out) == ReplyReader::State::complete);
    return out;
}

std::string said(const Verdict& verdict) {
    if (const auto* refused = std::get_if<send::Refused>(&verdict.outcome)) {
        return "refused for "
               + std::string(refused->how_long == send::Refused::For::good ? "good " : "now ")
               + refused->reason;
    }
    if (const auto* not_sent = std::get_if<send::NotSent>(&verdict.outcome)) {
        const auto minutes =
            std::chrono::duration_cast<std::chrono::minutes>(not_sent->not_before.value());
        const auto effect = verdict.effect == Effect::pause       ? " pause"
                            : verdict.effect == Effect::suspicion ? " suspicion"
                            : verdict.effect == Effect::slow_down ? " slow down"
                                                                  : "";
        return "not sent " + std::to_string(minutes.count()) + " " + not_sent->reason + effect;
    }
    return "something else";
}

}

TEST_CASE("outcome table: what each refusal means") {
    struct Row {
        Phase phase;
        const char* reply;
        const char* meaning;
    };

    constexpr auto mail = Phase::mail;
    constexpr auto rcpt = Phase::rcpt;
    constexpr auto data = Phase::data;
    constexpr auto dot = Phase::final_dot;
    for (const Row& row : {
             // the address
             Row{rcpt, "550 5.1.1 no such user", "refused for good email.address_unknown"},
             Row{rcpt, "550 5.1.3 bad syntax", "refused for good email.address_unknown"},
             Row{rcpt, "550 5.1.6 moved", "refused for good email.address_unknown"},
             Row{rcpt, "550 5.1.2 bad domain", "refused for good email.domain_unknown"},
             Row{rcpt, "556 5.1.10 null MX", "refused for good email.domain_unknown"},
             Row{rcpt, "556 takes no mail", "refused for good email.domain_unknown"},
             Row{rcpt, "550 5.2.1 disabled", "refused for good email.mailbox_closed"},
             Row{rcpt, "550 5.4.4 no route", "refused for now email.domain_unreachable"},
             Row{dot, "550 5.1.1 no such user", "refused for good email.address_unknown"},
             // the mailbox
             Row{rcpt, "552 5.2.2 over quota", "refused for now email.mailbox_full"},
             Row{rcpt, "552 no room", "refused for now email.mailbox_full"},
             Row{dot, "552 5.2.2 over quota", "refused for now email.mailbox_full"},
             Row{rcpt, "452 4.2.2 over quota", "not sent 60 email.mailbox_full"},
             Row{rcpt, "450 4.2.1 busy", "not sent 60 email.mailbox_busy"},
             // the message
             Row{mail, "552 5.3.4 too big", "refused for good email.message_too_large"},
             Row{mail, "552 too big", "refused for good email.message_too_large"},
             Row{rcpt, "552 5.2.3 too big", "refused for good email.message_too_large"},
             Row{dot, "552 too big", "refused for good email.message_too_large"},
             Row{dot, "554 5.6.0 content", "refused for good email.message_refused"},
             Row{rcpt, "553 5.6.7 needs UTF-8", "refused for good email.address_needs_smtputf8"},
             Row{dot, "554 transaction failed", "refused for now email.message_refused"},
             // without an enhanced code the text is believed little
             Row{rcpt, "550 user unknown", "refused for good email.address_unknown"},
             Row{rcpt,
                 "550 Requested action not taken: mailbox does not exist",
                 "refused for good email.address_unknown"},
             Row{rcpt, "550 no", "refused for now email.address_refused"},
             Row{rcpt, "553 no", "refused for now email.address_refused"},
             Row{rcpt,
                 "550 relaying denied, user unknown here",
                 "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "550 user unknown", "refused for now email.message_refused"},
             Row{rcpt, "550 4.1.1 class does not match", "refused for now email.address_refused"},
             // ours or the relay's
             Row{rcpt,
                 "550 5.7.1 relay access denied",
                 "not sent 15 gateway.policy_refused suspicion"},
             Row{dot,
                 "550 5.7.515 sender not authenticated",
                 "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "554 5.7.26 unauthenticated", "not sent 15 gateway.policy_refused suspicion"},
             Row{mail, "530 5.7.0 authenticate first", "not sent 15 gateway.login_refused pause"},
             Row{mail, "530 authenticate first", "not sent 15 gateway.login_refused pause"},
             Row{mail, "535 5.7.8 wrong", "not sent 15 gateway.login_refused pause"},
             Row{rcpt, "550 5.7.8 wrong", "not sent 15 gateway.login_refused pause"},
             Row{mail, "550 5.1.8 bad sender", "not sent 15 gateway.sender_refused pause"},
             Row{mail, "550 5.1.1 bad sender", "not sent 15 gateway.sender_refused pause"},
             Row{mail, "553 not your address", "not sent 15 gateway.sender_refused pause"},
             Row{mail, "552 5.2.2 your mailbox is full", "not sent 15 gateway.sender_refused pause"
             },
             Row{rcpt, "553 5.1.7 bad sender", "not sent 15 gateway.sender_refused pause"},
             Row{mail, "503 5.5.1 order", "not sent 15 gateway.command_refused pause"},
             Row{data, "503 order", "not sent 15 gateway.command_refused pause"},
             Row{mail, "555 5.5.4 parameter", "not sent 15 gateway.command_refused pause"},
             Row{dot, "550 5.7.25 no PTR", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "550 5.7.27 SPF", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "550 5.7.30 DKIM", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "550 5.7.28 too fast", "not sent 15 gateway.throttled slow down"},
             Row{dot, "421 4.7.28 too fast", "not sent 1 gateway.throttled"},
             Row{dot, "451 4.7.28 too fast", "not sent 15 gateway.throttled slow down"},
             Row{rcpt, "450 4.7.25 no PTR", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "451 4.7.26 unauthenticated", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "451 4.7.27 SPF", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "451 4.7.29 no TLS", "not sent 15 gateway.policy_refused suspicion"},
             Row{dot, "451 4.7.30 DKIM", "not sent 15 gateway.policy_refused suspicion"},
             Row{rcpt,
                 "450 4.1.8 sender's domain not found",
                 "not sent 15 gateway.sender_refused suspicion"},
             Row{rcpt,
                 "450 4.1.7 sender not verified",
                 "not sent 15 gateway.sender_refused suspicion"},
             // for now
             Row{rcpt, "450 4.7.0 try again", "not sent 5 email.greylisted"},
             Row{rcpt, "450 4.1.1 not verified yet", "not sent 5 email.try_later"},
             Row{rcpt, "450 try later", "not sent 5 email.try_later"},
             Row{rcpt, "452 try later", "not sent 5 email.try_later"},
             Row{dot, "451 4.6.5 conversion", "not sent 5 email.try_later"},
             Row{rcpt, "450 4.7.1 greylisted", "not sent 5 email.greylisted"},
             Row{rcpt, "451 try later", "not sent 5 email.try_later"},
             Row{dot, "452 4.3.1 system full", "not sent 5 gateway.busy"},
             Row{mail, "421 4.7.0 slow down", "not sent 1 gateway.throttled"},
             Row{mail, "454 4.7.0 login broken for now", "not sent 1 gateway.busy"},
             Row{data, "451 4.4.1 upstream away", "not sent 5 email.try_later"},
         }) {
        CAPTURE(row.reply);
        CHECK(said(judge(row.phase, reply(row.reply))) == row.meaning);
    }
}

TEST_CASE("outcome table: every 4xx is not sent, and no refusal is ever accepted or in doubt") {
    CHECK(rc::check([] {
        const auto phase =
            *rc::gen::element(Phase::mail, Phase::rcpt, Phase::data, Phase::final_dot);
        Reply refusal;
        refusal.code = *rc::gen::inRange(400, 600);
        if (*rc::gen::arbitrary<bool>()) {
            refusal.enhanced = EnhancedStatus{
                refusal.code / 100, *rc::gen::inRange(0, 9), *rc::gen::inRange(0, 40)
            };
        }
        refusal.lines = {*rc::gen::element<std::string>("", "user unknown", "spam", "quota")};
        const auto verdict = judge(phase, refusal);
        const bool not_sent = std::holds_alternative<send::NotSent>(verdict.outcome);
        RC_ASSERT(not_sent || std::holds_alternative<send::Refused>(verdict.outcome));
        RC_ASSERT(not_sent || refusal.code >= 500);
        RC_ASSERT(verdict.effect == Effect::none || not_sent);
    }));
}

TEST_CASE("outcome table: the detail holds codes, never the server's words") {
    const auto verdict = judge(Phase::rcpt, reply("550 5.1.1 <jo@example.com> unknown"));
    CHECK(std::get<send::Refused>(verdict.outcome).detail == "RCPT 550 5.1.1");
}

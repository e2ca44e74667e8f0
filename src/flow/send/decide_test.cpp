// The policy of trying, waiting and giving up, by table and by property.
#include "flow/send/decide.hpp"

#include "flow/send/retry_policy.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;
using enum domain::MessageState;

constexpr TimePoint now{1'800'000'000'000ms};
constexpr AttemptKey first{PracticeId{1}, BulkMessageId{2}, Position{3}, AttemptNumber{1}};

Before before(std::int64_t tries = 0) {
    return {.state = attempting, .give_up_at = now + 72h, .tries_before = tries};
}

NotSent not_sent(std::string reason) {
    return {std::move(reason), "", {}};
}

Refused refusal(std::string reason, Refused::For how_long) {
    return {std::move(reason), "", how_long};
}

TEST_CASE("decide: what each end of an attempt makes of its message") {
    struct Row {
        AttemptOutcome outcome;
        domain::MessageState state;
        std::string_view reason;
    };

    const Row rows[] = {
        {Accepted{{"ref"}}, accepted, ""},
        {InDoubt{"sms.no_answer", ""}, in_doubt, "sms.no_answer"},
        {refusal("sms.number_refused", Refused::For::good), refused, "sms.number_refused"},
        {refusal("email.mailbox_full", Refused::For::now), queued, "email.mailbox_full"},
        {not_sent("gateway.unreachable"), queued, "gateway.unreachable"},
        {not_sent("gateway.password_refused"), queued, "gateway.password_refused"},
    };
    for (const Row& row : rows) {
        CAPTURE(row.reason);
        const Decision decision = decide(before(), row.outcome, first, now);
        CHECK(decision.state == row.state);
        CHECK(decision.reason == row.reason);
        CHECK(decision.due_at.has_value() == (row.state == queued));
    }
}

TEST_CASE("decide: nobody fails because a gateway is down, however often") {
    for (const std::int64_t attempt : {1, 10, 1'000, 100'000}) {
        AttemptKey key = first;
        key.attempt = {attempt};
        const Decision decision = decide(before(), not_sent("gateway.unreachable"), key, now);
        CHECK(decision.state == queued);
        CHECK(*decision.due_at <= now + 6min);
    }
}

TEST_CASE("decide: what is refused for now is tried so many times, and the last refusal stands") {
    const AttemptOutcome full = refusal("email.mailbox_full", Refused::For::now);
    for (std::int64_t tries = 0; tries < 4; ++tries) {
        const Decision decision = decide(before(tries), full, first, now);
        CHECK(decision.state == queued);
        CHECK(*decision.due_at >= now + 1h);
    }
    const Decision last = decide(before(4), full, first, now);
    CHECK(last.state == refused);
    CHECK(last.reason == "email.mailbox_full");
}

TEST_CASE("decide: the time a gateway asks for is waited for") {
    const AttemptOutcome asked = NotSent{"gateway.throttled", "", 10min};
    CHECK(*decide(before(), asked, first, now).due_at == now + 10min);
}

TEST_CASE("decide: beyond its latest time it expires, and what was refused stays refused") {
    Before late = before();
    late.give_up_at = now + 1s;
    CHECK(decide(late, not_sent("gateway.unreachable"), first, now).state == expired);
    CHECK(decide(late, not_sent("gateway.unreachable"), first, now).reason == "message.too_late");
    CHECK(
        decide(late, refusal("email.mailbox_full", Refused::For::now), first, now).state == refused
    );
}

TEST_CASE("decide: after Stop nothing is tried again, and what is known is said") {
    Before stopped = before();
    stopped.stopped = true;
    CHECK(decide(stopped, not_sent("gateway.unreachable"), first, now).state == cancelled);
    CHECK(decide(stopped, Accepted{{"ref"}}, first, now).state == accepted);
    CHECK(decide(stopped, InDoubt{"sms.no_answer", ""}, first, now).state == in_doubt);
    CHECK(
        decide(stopped, refusal("sms.number_refused", Refused::For::good), first, now).state
        == refused
    );
    CHECK(
        decide(stopped, refusal("email.mailbox_full", Refused::For::now), first, now).state
        == refused
    );
}

TEST_CASE("decide: a receipt that overtook the answer stands") {
    const Before told{.state = delivered, .give_up_at = now};
    for (const AttemptOutcome& outcome :
         {AttemptOutcome(Accepted{{"ref"}}),
          AttemptOutcome(InDoubt{"sms.no_answer", ""}),
          AttemptOutcome(not_sent("gateway.unreachable"))}) {
        CHECK(decide(told, outcome, first, now).state == delivered);
    }
}

TEST_CASE("decide: every decision is an arrow of the state machine") {
    CHECK(rc::check([] {
        const auto reason = *rc::gen::elementOf(std::vector<std::string>{
            "gateway.unreachable",
            "gateway.throttled",
            "email.greylisted",
            "email.mailbox_full",
            "sms.refused_for_now",
            "something.new"
        });
        const AttemptOutcome outcome = *rc::gen::element<AttemptOutcome>(
            Accepted{{"ref"}},
            InDoubt{reason, ""},
            not_sent(reason),
            refusal(reason, Refused::For::now),
            refusal(reason, Refused::For::good)
        );
        Before met = before(*rc::gen::inRange<std::int64_t>(0, 20));
        met.stopped = *rc::gen::arbitrary<bool>();
        met.give_up_at = now + Milliseconds(*rc::gen::inRange(-1'000, 100'000'000));
        const Decision decision = decide(met, outcome, first, now);
        RC_ASSERT(may_become(attempting, decision.state));
        RC_ASSERT(decision.due_at.has_value() == (decision.state == queued));
        RC_ASSERT(
            !decision.due_at || (*decision.due_at > now && *decision.due_at <= met.give_up_at)
        );
    }));
}

TEST_CASE("decide: a receipt moves a message forward only") {
    const PartsSay all{.parts = 2, .delivered = 2};
    const PartsSay one{.parts = 2, .delivered = 1};
    const PartsSay bad{.parts = 2, .delivered = 1, .failed = 1, .reason = "sms.undelivered"};
    CHECK(decide_on_receipt(accepted, all, true)->state == delivered);
    CHECK(decide_on_receipt(failed, all, true)->state == delivered);
    CHECK(decide_on_receipt(in_doubt, all, false)->state == delivered);
    CHECK_FALSE(decide_on_receipt(accepted, one, true));
    CHECK(decide_on_receipt(accepted, bad, true)->state == failed);
    CHECK(decide_on_receipt(accepted, bad, true)->reason == "sms.undelivered");
    CHECK_FALSE(decide_on_receipt(accepted, bad, false)); // of an earlier attempt
    const PartsSay half{.parts = 2, .known = 1, .failed = 1, .reason = "sms.undelivered"};
    CHECK_FALSE(decide_on_receipt(in_doubt, half, true));
    CHECK_FALSE(decide_on_receipt(delivered, bad, true));
    CHECK_FALSE(decide_on_receipt(delivered, all, true));
}

TEST_CASE("retry policy: waits double, are bounded, and spread") {
    const RetryRule& rule = retry_rule("gateway.unreachable");
    CHECK(rule.first_wait == 2s);
    AttemptKey key = first;
    for (std::int64_t tries = 1; tries <= 60; ++tries) {
        key.position = {tries * 7};
        const Milliseconds wait = wait_before_retry(rule, tries, key);
        const Milliseconds plain =
            std::min<Milliseconds>(2s * (1LL << std::min<std::int64_t>(tries - 1, 20)), 5min);
        CHECK(wait >= plain);
        CHECK(wait <= plain + plain / 5);
        CHECK(wait == wait_before_retry(rule, tries, key));
    }
}

TEST_CASE("retry policy: each reason has its rule, and a new one that of its family") {
    CHECK(retry_rule("gateway.throttled").first_wait == 1s);
    CHECK(retry_rule("gateway.something_new").tries_most == 0);
    CHECK(retry_rule("email.greylisted").first_wait == 5min);
    CHECK(retry_rule("email.something_new").tries_most == 8);
    CHECK(retry_rule("sms.something_new").tries_most == 5);
    CHECK(retry_rule("odd").tries_most == 5);
    CHECK(is_gateway_failure("gateway.connection_lost"));
    CHECK_FALSE(is_gateway_failure("gateway.throttled"));
    CHECK_FALSE(is_gateway_failure("email.mailbox_full"));
}

}
}

#include "simulator/rules/rules.hpp"

#include "simulator/smsc/verdict.hpp"
#include "simulator/test_folder.hpp"

#include <doctest/doctest.h>

namespace cohort::simulator {

namespace {

Asked text_to(std::string_view number, std::string_view text = "Hello", std::uint32_t part = 1) {
    return {Channel::sms, number, text, part};
}

std::string decided(Rules& rules, const Asked& asked) {
    const Rule* const rule = rules.decide(asked);
    return rule == nullptr ? "none" : std::string(word(rule->action));
}

}

TEST_CASE("rules: 07700 900002 always fails, 07700 900003 only the first time the same text comes"
) {
    Rules rules(Rules::usual());

    CHECK(decided(rules, text_to("447700900002")) == "undelivered");
    CHECK(decided(rules, text_to("447700900002")) == "undelivered");
    CHECK(decided(rules, text_to("447700900003")) == "expired");
    CHECK(decided(rules, text_to("447700900003")) == "none");
    CHECK(decided(rules, text_to("447700900003", "Another text")) == "expired");
    CHECK(decided(rules, text_to("447700900003", "Hello", 2)) == "expired");
    CHECK(decided(rules, text_to("447700900001")) == "none");
}

TEST_CASE("rules: a rule counted by itself is used up by any text") {
    Rules rules({Rule{
        .match = Match::any, .action = Action::throttle, .first = 2, .count_by = CountBy::rule
    }});

    CHECK(decided(rules, text_to("1", "a")) == "throttle");
    CHECK(decided(rules, text_to("2", "b")) == "throttle");
    CHECK(decided(rules, text_to("3", "c")) == "none");
}

TEST_CASE("rules: every third is every third") {
    Rules rules({Rule{.match = Match::every, .every = 3, .action = Action::drop}});
    std::string seen;

    for (int i = 0; i < 9; ++i) {
        seen += decided(rules, text_to("1")) == "drop" ? 'x' : '.';
    }

    CHECK(seen == "..x..x..x");
}

TEST_CASE("rules: by beginning, by words in the text, and never across channels") {
    Rules rules({
        Rule{.match = Match::prefix, .value = "4477009001", .action = Action::rejected},
        Rule{.match = Match::text, .value = "[drop]", .action = Action::drop},
        Rule{.channel = Channel::mail, .match = Match::any, .action = Action::refuse},
    });

    CHECK(decided(rules, text_to("447700900123")) == "rejected");
    CHECK(decided(rules, text_to("447700900223")) == "none");
    CHECK(decided(rules, text_to("447700900223", "please [drop] this")) == "drop");
    CHECK(decided(rules, {.channel = Channel::mail, .to = "a@b"}) == "refuse");
}

TEST_CASE("rules: the newest decides first, and a removed one no longer") {
    Rules rules(Rules::usual());
    const auto id = rules.add(Rule{.value = "447700900002", .action = Action::slow});
    REQUIRE(id);

    CHECK(decided(rules, text_to("447700900002")) == "slow");
    REQUIRE(rules.remove(*id));
    CHECK(decided(rules, text_to("447700900002")) == "undelivered");
    CHECK(rules.remove(*id).error().code == ErrorCode("simulator.rules.unknown"));
}

TEST_CASE("rules: they outlive a restart") {
    const TestFolder folder;
    {
        auto rules = Rules::open(folder.path() / "rules.json");
        REQUIRE(rules);
        REQUIRE(rules->replace({Rule{
            .match = Match::prefix,
            .value = "44",
            .action = Action::late_receipt,
            .delay_ms = 9,
            .note = "a \"note\""
        }}));
    }

    const auto again = Rules::open(folder.path() / "rules.json");

    REQUIRE(again);
    REQUIRE(again->all().size() == 1);
    CHECK(again->all()[0].delay_ms == 9);
    CHECK(again->all()[0].note == "a \"note\"");
}

TEST_CASE("rules: JSON that makes no sense names its field") {
    const std::pair<std::string_view, std::string_view> cases[] = {
        {R"({"value":"1"})", "action"},
        {R"({"value":"1","action":"explode"})", "action"},
        {R"({"value":"1","action":"refuse_data"})", "action"},
        {R"({"action":"drop"})", "value"},
        {R"({"match":"every","action":"drop"})", "every"},
        {R"({"value":"1","action":"drop","colour":"red"})", "colour"},
        {R"({"value":"1","action":"slow","delay_ms":-1})", "delay_ms"},
        {R"({"channel":"mail","value":"a@b","action":"refuse","code":250})", "code"},
        {R"({"channel":"mail","match":"text","value":"x","action":"refuse"})", "match"},
    };
    for (const auto& [json, field] : cases) {
        CAPTURE(json);
        const auto read = rules_from_json(json);
        REQUIRE_FALSE(read);
        CHECK(read.error().detail == field);
    }
    CHECK(rules_from_json("[{]").error().code == ErrorCode("simulator.json.unreadable"));
}

TEST_CASE("rules: a number may be written as people write it") {
    CHECK(plain_number("07700 900123") == "447700900123");
    CHECK(plain_number("+44 7700 900123") == "447700900123");
    CHECK(plain_number("0044 7700 900123") == "447700900123");
    CHECK(plain_number("447700900123") == "447700900123");
}

namespace smsc {

TEST_CASE("verdict: what each rule does to a submit") {
    struct Case {
        Action action;
        bool taken;
        bool answered;
        std::uint32_t status;
        std::string stat;
        std::uint32_t receipts;
        AfterAnswer after;
    };

    const Case cases[] = {
        {Action::delivered, true, true, 0, "DELIVRD", 1, AfterAnswer::go_on},
        {Action::undelivered, true, true, 0, "UNDELIV", 1, AfterAnswer::go_on},
        {Action::expired, true, true, 0, "EXPIRED", 1, AfterAnswer::go_on},
        {Action::rejected, true, true, 0, "REJECTD", 1, AfterAnswer::go_on},
        {Action::refuse, false, true, 0x0B, "", 0, AfterAnswer::go_on},
        {Action::throttle, false, true, 0x58, "", 0, AfterAnswer::go_on},
        {Action::duplicate_receipt, true, true, 0, "DELIVRD", 2, AfterAnswer::go_on},
        {Action::lost_receipt, true, true, 0, "DELIVRD", 0, AfterAnswer::go_on},
        {Action::drop, false, false, 0, "", 0, AfterAnswer::go_on},
        {Action::no_answer, true, false, 0, "DELIVRD", 1, AfterAnswer::go_on},
        {Action::disconnect, false, false, 0, "", 0, AfterAnswer::cut_line},
        {Action::answer_then_disconnect, true, true, 0, "DELIVRD", 1, AfterAnswer::cut_line},
        {Action::deliver_then_disconnect, true, false, 0, "DELIVRD", 1, AfterAnswer::cut_line},
    };
    for (const Case& c : cases) {
        CAPTURE(word(c.action));
        const Rule rule{.action = c.action};
        const Verdict verdict = judge(&rule, {}, 1);
        CHECK(verdict.taken == c.taken);
        CHECK(verdict.answered == c.answered);
        CHECK(verdict.status == c.status);
        CHECK(verdict.stat == c.stat);
        CHECK(verdict.receipts == c.receipts);
        CHECK(verdict.after == c.after);
    }
}

TEST_CASE("verdict: only the part named fails") {
    const Rule rule{.action = Action::part_failure, .code = 2};

    CHECK(judge(&rule, {.reference = 1, .part = 1, .parts = 3}, 1).stat == "DELIVRD");
    CHECK(judge(&rule, {.reference = 1, .part = 2, .parts = 3}, 1).stat == "UNDELIV");
}

TEST_CASE("verdict: receipts come only when asked for") {
    const Rule fails{.action = Action::undelivered};

    CHECK(judge(nullptr, {}, 0).receipts == 0);
    CHECK(judge(nullptr, {}, 2).receipts == 0);
    CHECK(judge(&fails, {}, 2).receipts == 1);
    CHECK(judge(nullptr, {}, 1).receipts == 1);
}

}

}

#include "edge/staff_web/message_form.hpp"

#include <doctest/doctest.h>

namespace cohort::staff_web {
namespace {

compose::Draft read(std::initializer_list<std::pair<const char*, const char*>> fields) {
    http::Form form;
    for (const auto& [name, value] : fields) {
        form.add(name, value);
    }
    const compose::Draft before{
        .id = DraftId{7},
        .list = ListId{3},
        .subject = "",
        .text = "",
        .later = std::nullopt,
        .anyway_reason = "The boiler has burst"
    };
    return read_message_form(form, before);
}

}

TEST_CASE("message form: 'send later' stays what was chosen, whatever its time says") {
    const compose::Draft half = read({{"timing", "later"}, {"day", "soon"}, {"hour", " 9am "}});

    REQUIRE(half.later);
    CHECK(*half.later == compose::TypedTime{.day = "soon", .hour = "9am"});
    CHECK_FALSE(compose::content_of(half).ok());
    CHECK(read({{"timing", "later"}}).later == compose::TypedTime{});
}

TEST_CASE("message form: only 'send now' is 'send now'") {
    CHECK_FALSE(read({{"timing", "now"}}).later);
    CHECK(read({}).later);
    CHECK(read({{"timing", ""}}).later);
    CHECK(read({{"timing", "Now"}}).later);
}

TEST_CASE("message form: what is too long for a date is cut, and does not become a number") {
    const compose::Draft draft = read({{"timing", "later"}, {"hour", "000000000000000000000009"}});

    CHECK(draft.later->hour == "00000000000000000000…");
}

TEST_CASE("message form: a form is read as text, whatever bytes it holds") {
    const compose::Draft draft = read(
        {{"channel", "pigeon"},
         {"subject", " Open\r\n on Saturday "},
         {"text", "Hello\x01 \xff\nthere"},
         {"timing", "now"}}
    );

    CHECK(draft.channel == domain::Channel::sms);
    CHECK(draft.subject == "Open on Saturday");
    CHECK(draft.text == "Hello \xEF\xBF\xBD\nthere");
}

TEST_CASE("message form: each fault leads to its field") {
    CHECK(field_of(invalid("compose.subject_missing")) == "subject");
    CHECK(field_of(invalid("compose.nobody_has_mobile")) == "channel");
    CHECK(field_of(invalid("compose.text_too_long")) == "text");
    CHECK(field_of(invalid("personalisation.unclosed")) == "text");
    CHECK(field_of(invalid("compose.time_passed")) == "day");
    CHECK(field_of(invalid("time.not_numbers", "hour")) == "hour");
}

}

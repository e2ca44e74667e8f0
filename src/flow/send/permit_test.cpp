#include "flow/send/permit.hpp"

#include "domain/london_time.hpp"

#include <doctest/doctest.h>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

TimePoint at(std::string_view london) {
    return domain::read_london(*domain::parse_local_time(london)).utc;
}

const TimePoint tuesday_noon = at("2027-01-12T12:00");

practice::Practice practice_on() {
    practice::Practice practice{};
    practice.bulk_messages_enabled = true;
    practice.sms_enabled = true;
    practice.send_window = domain::SendWindow::parse("mon-fri 08:00-18:00").value();
    return practice;
}

Terms sending_text() {
    return {"sending", domain::Channel::sms, false, tuesday_noon + 24h};
}

TEST_CASE("permit: a sending may leave inside the hours, until its latest instant") {
    CHECK(may_leave(practice_on(), sending_text(), tuesday_noon));
    CHECK(may_leave(practice_on(), sending_text(), tuesday_noon + 24h));
    CHECK_FALSE(may_leave(practice_on(), sending_text(), tuesday_noon + 24h + 1ms));
}

TEST_CASE("permit: only what is sending leaves") {
    for (const char* state : {"scheduled", "paused", "stopped", "ended"}) {
        CAPTURE(state);
        Terms terms = sending_text();
        terms.state = state;
        CHECK_FALSE(may_leave(practice_on(), terms, tuesday_noon));
    }
}

TEST_CASE("permit: outside the hours only what need not keep to them leaves") {
    const TimePoint evening = at("2027-01-12T18:00");
    Terms terms = sending_text();
    CHECK(may_leave(practice_on(), terms, evening - 1ms));
    CHECK_FALSE(may_leave(practice_on(), terms, evening));
    terms.at_any_time = true;
    CHECK(may_leave(practice_on(), terms, evening));
    terms.state = "paused";
    CHECK_FALSE(may_leave(practice_on(), terms, evening));
}

TEST_CASE("permit: what is switched off does not leave") {
    practice::Practice practice = practice_on();
    practice.sms_enabled = false;
    Terms terms = sending_text();
    CHECK_FALSE(may_leave(practice, terms, tuesday_noon));
    terms.channel = domain::Channel::email;
    CHECK(may_leave(practice, terms, tuesday_noon));
    practice.bulk_messages_enabled = false;
    CHECK_FALSE(may_leave(practice, terms, tuesday_noon));
}

}
}

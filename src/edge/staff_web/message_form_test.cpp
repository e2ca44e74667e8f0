#include "edge/staff_web/message_form.hpp"

#include <doctest/doctest.h>

namespace cohort::staff_web {
namespace {

MessageForm
at(std::string day, std::string month, std::string year, std::string hour, std::string minute) {
    return {
        .later = true,
        .day = std::move(day),
        .month = std::move(month),
        .year = std::move(year),
        .hour = std::move(hour),
        .minute = std::move(minute)
    };
}

std::string utc(const MessageForm& form) {
    const auto time = read_time(form);
    return time.ok() ? domain::iso_utc(time->utc) : std::string(time.error().code.text());
}

}

TEST_CASE("message form: a winter and a summer time are London's") {
    CHECK(utc(at("27", "11", "2026", "09", "30")) == "2026-11-27T09:30:00Z");
    CHECK(utc(at("1", "7", "2027", " 9", "5")) == "2027-07-01T08:05:00Z");
}

TEST_CASE("message form: 01:30 on 28 March 2027 does not exist and becomes 2am") {
    const auto time = read_time(at("28", "3", "2027", "01", "30"));

    REQUIRE(time.ok());
    CHECK(time->kind == domain::LocalKind::skipped);
    CHECK(domain::say_moment(time->utc) == "28 March 2027 at 2am");
}

TEST_CASE("message form: 01:30 on 25 October 2026 is the first of the two") {
    const auto time = read_time(at("25", "10", "2026", "01", "30"));

    REQUIRE(time.ok());
    CHECK(time->kind == domain::LocalKind::repeated);
    CHECK(domain::iso_utc(time->utc) == "2026-10-25T00:30:00Z");
}

TEST_CASE("message form: a time with nothing in it is missing, one half filled in cannot be read") {
    CHECK(utc(at("", "", "", "", "")) == "time.missing");
    CHECK(utc(at("27", "11", "2026", "", "")) == "time.unreadable");
    CHECK(utc(at("31", "2", "2027", "09", "00")) == "time.unreadable");
    CHECK(utc(at("27", "11", "2026", "24", "00")) == "time.unreadable");
    CHECK(utc(at("27", "11", "2026", "9am", "00")) == "time.unreadable");
    CHECK(utc(at("99999999999", "11", "2026", "9", "00")) == "time.unreadable");
}

TEST_CASE("message form: what a draft holds is what its form shows, and reads back the same") {
    const auto later = read_time(at("1", "7", "2027", "9", "05"));
    REQUIRE(later.ok());
    compose::Content content{
        .list = ListId{1},
        .channel = domain::Channel::email,
        .subject = "Open",
        .text = "Dear",
        .later = later->utc
    };

    const MessageForm form = form_of(content);

    CHECK(form.later);
    CHECK(form.channel == domain::Channel::email);
    CHECK(form.hour == "09");
    CHECK(form.minute == "05");
    CHECK(read_time(form)->utc == later->utc);
}

TEST_CASE("message form: a form is read as text, whatever bytes it holds") {
    http::Form form;
    form.add("channel", "pigeon");
    form.add("subject", " Open\r\n on Saturday ");
    form.add("text", "Hello\x01 \xff\nthere");
    form.add("timing", "later");

    const MessageForm read = read_message_form(form);

    CHECK(read.channel == domain::Channel::sms);
    CHECK(read.subject == "Open on Saturday");
    CHECK(read.text == "Hello \xEF\xBF\xBD\nthere");
    CHECK(read.later);
}

}

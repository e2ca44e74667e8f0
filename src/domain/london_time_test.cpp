#include "domain/london_time.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort::domain;
using cohort::Milliseconds;
using cohort::TimePoint;
using namespace std::chrono_literals;

namespace {

std::string utc_of(std::string_view local) {
    const auto parsed = parse_local_time(local);
    if (!parsed) {
        return std::string{parsed.error().code.text()};
    }
    const LocalReading reading = read_london(*parsed);
    return iso_utc(reading.utc) + " " + std::string{text(reading.kind)};
}

TimePoint utc(int year, unsigned month, unsigned day, int hour, int minute) {
    const std::chrono::year_month_day date{
        std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}
    };
    return std::chrono::sys_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute};
}

} // namespace

TEST_CASE("london: winter is UTC and summer an hour before") {
    CHECK(utc_of("2026-11-23T09:05") == "2026-11-23T09:05:00Z unique");
    CHECK(utc_of("2026-07-01T09:05") == "2026-07-01T08:05:00Z unique");
}

TEST_CASE("london: the hour that is skipped is the first instant after it") {
    CHECK(utc_of("2026-03-29T00:59") == "2026-03-29T00:59:00Z unique");
    CHECK(utc_of("2026-03-29T01:00") == "2026-03-29T01:00:00Z skipped");
    CHECK(utc_of("2026-03-29T01:30") == "2026-03-29T01:00:00Z skipped");
    CHECK(utc_of("2026-03-29T01:59") == "2026-03-29T01:00:00Z skipped");
    CHECK(utc_of("2026-03-29T02:00") == "2026-03-29T01:00:00Z unique");
}

TEST_CASE("london: the hour that comes twice is the first of the two") {
    CHECK(utc_of("2026-10-25T00:59") == "2026-10-24T23:59:00Z unique");
    CHECK(utc_of("2026-10-25T01:00") == "2026-10-25T00:00:00Z repeated");
    CHECK(utc_of("2026-10-25T01:59") == "2026-10-25T00:59:00Z repeated");
    CHECK(utc_of("2026-10-25T02:00") == "2026-10-25T02:00:00Z unique");
}

TEST_CASE("london: the rule goes on after 2038, and history is kept") {
    CHECK(utc_of("2060-07-01T12:00") == "2060-07-01T11:00:00Z unique");
    CHECK(utc_of("2060-01-01T12:00") == "2060-01-01T12:00:00Z unique");
    CHECK(utc_of("1970-01-01T12:00") == "1970-01-01T11:00:00Z unique"); // British Standard Time
}

TEST_CASE("london: only real times in one shape are read") {
    for (const char* text : {
             "2026-02-29T10:00",
             "2026-04-31T10:00",
             "2026-13-01T10:00",
             "2026-00-01T10:00",
             "2026-01-00T10:00",
             "2026-01-01T24:00",
             "2026-01-01T10:60",
             "2026-01-01 10:00",
             "2026-1-1T10:00",
             "2026-01-01T10:00Z",
             "2026-01-01T10:00:00",
             "0000-01-01T10:00",
             "x",
             "+026-01-01T10:00",
         }) {
        CAPTURE(text);
        CHECK(utc_of(text) == "time.unreadable");
    }
    CHECK(utc_of("") == "time.missing");
    CHECK(utc_of(" ") == "time.missing");
    CHECK(utc_of(" 2026-11-23T09:05 ") == "2026-11-23T09:05:00Z unique");
    CHECK_FALSE(make_local_time(2026, 2, 29, 0, 0).ok());
    CHECK(make_local_time(2028, 2, 29, 0, 0).ok());
    CHECK_FALSE(make_local_time(2026, 1, 1, -1, 0).ok());
}

TEST_CASE("london: every instant's reading is read back as that minute") {
    CHECK(rc::check([] {
        const auto minutes = *rc::gen::inRange<std::int64_t>(0, 70LL * 366 * 24 * 60);
        const TimePoint instant{std::chrono::minutes{minutes}};
        const LocalTime local = to_london(instant);
        const LocalReading reading = read_london(local);
        RC_ASSERT(reading.kind != LocalKind::skipped);
        const bool second_time = reading.kind == LocalKind::repeated && reading.utc + 1h == instant;
        RC_ASSERT(reading.utc == instant || second_time);
        RC_ASSERT(parse_local_time(iso_local(local)).value() == local);
    }));
}

TEST_CASE("london: a minute with seconds is rounded down") {
    CHECK(iso_local(to_london(utc(2026, 7, 1, 8, 5) + 59'999ms)) == "2026-07-01T09:05");
    CHECK(iso_local(to_london(TimePoint{-1ms})) == "1970-01-01T00:59");
}

TEST_CASE("zones: others are known by name, and nothing else is") {
    const auto new_york = Zone::load("America/New_York");
    REQUIRE(new_york.ok());
    CHECK(
        iso_utc(new_york->read(*parse_local_time("2026-03-08T02:30")).utc) == "2026-03-08T07:00:00Z"
    );
    CHECK(new_york->read(*parse_local_time("2026-11-01T01:30")).kind == LocalKind::repeated);
    CHECK(Zone::load("UTC").ok());
    for (const char* name :
         {"", "Nowhere/None", "/etc/passwd", "../../etc/passwd", "localtime", ":x"}) {
        CAPTURE(name);
        CHECK_FALSE(Zone::load(name).ok());
    }
}

TEST_CASE("words: times as the NHS writes them, in London time") {
    const TimePoint morning = utc(2026, 11, 23, 9, 5);
    CHECK(say_moment(morning) == "23 November 2026 at 9:05am");
    CHECK(say_moment_short(morning) == "23 Nov 2026, 9:05am");
    CHECK(say_date(morning) == "23 November 2026");
    CHECK(say_date_short(morning) == "23 Nov 2026");
    CHECK(say_time(morning) == "9:05am");
    CHECK(say_time(utc(2026, 11, 23, 9, 0)) == "9am");
    CHECK(say_time(utc(2026, 11, 23, 12, 0)) == "midday");
    CHECK(say_time(utc(2026, 11, 23, 0, 0)) == "midnight");
    CHECK(say_time(utc(2026, 11, 23, 0, 30)) == "12:30am");
    CHECK(say_time(utc(2026, 11, 23, 12, 30)) == "12:30pm");
    CHECK(say_time(utc(2026, 11, 23, 23, 59)) == "11:59pm");
    CHECK(say_moment(utc(2026, 6, 30, 23, 30)) == "1 July 2026 at 12:30am");
    CHECK(london_date(utc(2026, 6, 30, 23, 30)) == 2026y / 7 / 1);
}

TEST_CASE("words: machines get UTC with milliseconds only where there are some") {
    CHECK(iso_utc(utc(2026, 11, 23, 9, 5)) == "2026-11-23T09:05:00Z");
    CHECK(iso_utc(utc(2026, 11, 23, 9, 5) + 7'042ms) == "2026-11-23T09:05:07.042Z");
    CHECK(iso_utc(TimePoint{-1ms}) == "1969-12-31T23:59:59.999Z");
}

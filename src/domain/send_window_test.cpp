#include "domain/london_time.hpp"
#include "domain/send_window.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort::domain;
using cohort::TimePoint;
using namespace std::chrono_literals;

namespace {

TimePoint at(std::string_view london_time) {
    return read_london(*parse_local_time(london_time)).utc;
}

std::string opening(std::string_view window, std::string_view now) {
    const auto parsed = SendWindow::parse(window);
    return iso_local(to_london(next_opening(at(now), parsed.value(), england_bank_holidays())));
}

} // namespace

TEST_CASE("send_window: open between opening and closing, and not a minute longer") {
    const char* office = "mon-fri 08:00-20:00";
    CHECK(opening(office, "2026-11-23T08:00") == "2026-11-23T08:00");
    CHECK(opening(office, "2026-11-23T19:59") == "2026-11-23T19:59");
    CHECK(opening(office, "2026-11-23T20:00") == "2026-11-24T08:00");
    CHECK(opening(office, "2026-11-23T07:59") == "2026-11-23T08:00");
    CHECK(opening(office, "2026-11-27T20:30") == "2026-11-30T08:00"); // over the weekend
}

TEST_CASE("send_window: bank holidays are closed unless the window says otherwise") {
    CHECK(opening("mon-fri 08:00-20:00", "2026-12-24T21:00") == "2026-12-29T08:00");
    CHECK(opening("mon-fri 08:00-20:00 holidays", "2026-12-24T21:00") == "2026-12-25T08:00");
    CHECK(opening("mon 08:00-20:00", "2027-05-31T10:00") == "2027-06-07T08:00");
}

TEST_CASE("send_window: opening times follow the clock on the wall") {
    CHECK(
        iso_utc(next_opening(at("2026-03-27T21:00"), *SendWindow::parse("mon-sun 08:00-20:00"), {}))
        == "2026-03-28T08:00:00Z"
    );
    CHECK(
        iso_utc(next_opening(at("2026-03-28T21:00"), *SendWindow::parse("mon-sun 08:00-20:00"), {}))
        == "2026-03-29T07:00:00Z"
    );
    // The whole window lies in the hour that is skipped: that day has none.
    CHECK(opening("sun 01:15-01:45", "2026-03-28T12:00") == "2026-04-05T01:15");
    CHECK(opening("sun 01:15-03:00", "2026-03-28T12:00") == "2026-03-29T02:00");
}

TEST_CASE("send_window: always is now") {
    CHECK(opening("always", "2026-12-25T03:00") == "2026-12-25T03:00");
    CHECK(SendWindow::always() == *SendWindow::parse(" always "));
}

TEST_CASE("send_window: a message has until the next day on which it opens closes again") {
    const auto closing = [](std::string_view window, std::string_view now) {
        const SendWindow parsed = SendWindow::parse(window).value();
        return iso_local(to_london(closing_of_next_day(at(now), parsed, england_bank_holidays())));
    };
    const char* office = "mon-fri 08:00-18:00";
    CHECK(closing(office, "2026-11-23T09:00") == "2026-11-24T18:00");
    CHECK(closing(office, "2026-11-23T07:00") == "2026-11-24T18:00");
    CHECK(closing(office, "2026-11-27T17:59") == "2026-11-30T18:00"); // over the weekend
    CHECK(closing(office, "2026-11-28T12:00") == "2026-11-30T18:00"); // from the middle of it
    CHECK(closing(office, "2026-12-24T09:00") == "2026-12-29T18:00"); // over the bank holidays
    CHECK(closing("always", "2026-11-23T09:00") == "2026-11-25T00:00");
    CHECK(closing("mon-sun 00:00-24:00", "2026-11-23T09:00") == "2026-11-25T00:00");
    // That day has no window: the hour it lies in is skipped.
    CHECK(closing("sat,sun 01:15-01:45", "2026-03-28T01:20") == "2026-04-04T01:45");
}

TEST_CASE("send_window: what it writes it reads") {
    for (const char* text : {
             "always",
             "mon-fri 08:00-20:00",
             "mon,wed,sat-sun 09:30-12:15",
             "mon-sun 00:00-24:00 holidays",
         }) {
        CAPTURE(text);
        REQUIRE(SendWindow::parse(text).ok());
        CHECK(SendWindow::parse(text)->text() == text);
    }
    CHECK(SendWindow::parse("mon,tue,wed 08:00-09:00")->text() == "mon-wed 08:00-09:00");
    CHECK(
        SendWindow::parse("mon-fri 08:00-20:30")->spelled()
        == "Monday to Friday, 8am to 8:30pm, not on bank holidays"
    );
    CHECK(
        SendWindow::parse("sat 00:00-24:00 holidays")->spelled() == "Saturday, midnight to midnight"
    );
    CHECK(SendWindow::always().spelled() == "At any time");
}

TEST_CASE("send_window: what it cannot read is refused") {
    for (const char* text : {
             "",
             "never",
             "mon-fri",
             "fri-mon 08:00-20:00",
             "mon 8:00-20:00",
             "mon 08:00-25:00",
             "mon 08:60-20:00",
             "mon 08:00-20:00 sometimes",
             "Mon 08:00-20:00",
             "mon 08:00 20:00",
             "mon 08:00-24:01",
         }) {
        CAPTURE(text);
        CHECK(SendWindow::parse(text).error().code.text() == "send_window.unreadable");
    }
    for (const char* text : {"mon 08:00-08:00", "mon 20:00-08:00"}) {
        CAPTURE(text);
        CHECK(SendWindow::parse(text).error().code.text() == "send_window.empty");
    }
}

TEST_CASE("send_window: the next opening is open, not in the past, and nothing before it is open") {
    CHECK(rc::check([] {
        static const char* windows[] = {
            "always", "mon-fri 08:00-20:00", "sun 01:00-01:30", "sat,tue 00:00-24:00 holidays"
        };
        const auto window = SendWindow::parse(windows[*rc::gen::inRange(0, 4)]).value();
        const TimePoint now =
            at("2026-01-01T00:00") + std::chrono::minutes{*rc::gen::inRange(0, 3 * 365 * 24 * 60)};
        const auto holidays = england_bank_holidays();
        const TimePoint opens = next_opening(now, window, holidays);
        RC_ASSERT(opens >= now);
        RC_ASSERT(is_open(opens, window, holidays));
        if (opens > now) {
            const auto between = *rc::gen::inRange<std::int64_t>(0, (opens - now).count());
            RC_ASSERT(!is_open(now + std::chrono::milliseconds{between}, window, holidays));
        }
    }));
}

TEST_CASE("send_window: England's holidays are eight a year, none on a weekend") {
    for (const auto year : {2026y, 2027y, 2028y}) {
        int count = 0;
        for (const auto holiday : england_bank_holidays()) {
            count += holiday.year() == year ? 1 : 0;
            const std::chrono::weekday day{std::chrono::sys_days{holiday}};
            CHECK(day != std::chrono::Saturday);
            CHECK(day != std::chrono::Sunday);
        }
        CHECK(count == 8);
    }
}

#include "flow/compose/typed_time.hpp"

#include <doctest/doctest.h>

namespace cohort::compose {
namespace {

// The instant, or what is wrong and in which field.
std::string read(const TypedTime& typed) {
    const auto time = read_time(typed);
    return time.ok() ? domain::iso_utc(time->utc)
                     : std::string(time.error().code.text()) + " " + time.error().detail;
}

}

TEST_CASE("typed time: a winter and a summer time are London's") {
    CHECK(read({"27", "11", "2026", "09", "30"}) == "2026-11-27T09:30:00Z");
    CHECK(read({"1", "7", "2027", " 9", "5"}) == "2027-07-01T08:05:00Z");
}

TEST_CASE("typed time: 01:30 on 28 March 2027 does not exist and becomes 2am") {
    const auto time = read_time({"28", "3", "2027", "01", "30"});

    REQUIRE(time.ok());
    CHECK(time->kind == domain::LocalKind::skipped);
    CHECK(domain::say_moment(time->utc) == "28 March 2027 at 2am");
}

TEST_CASE("typed time: 01:30 on 25 October 2026 is the first of the two") {
    const auto time = read_time({"25", "10", "2026", "01", "30"});

    REQUIRE(time.ok());
    CHECK(time->kind == domain::LocalKind::repeated);
    CHECK(domain::iso_utc(time->utc) == "2026-10-25T00:30:00Z");
}

TEST_CASE("typed time: what cannot be understood is told apart, with the field at fault") {
    CHECK(read({"", "", "", "", ""}) == "time.missing day");
    CHECK(read({" ", "", " ", "", ""}) == "time.missing day");
    CHECK(read({"27", "11", "2026", "", ""}) == "time.incomplete hour");
    CHECK(read({"27", "11", "", "9", "00"}) == "time.incomplete year");
    CHECK(read({"27", "11", "2026", "9am", "00"}) == "time.not_numbers hour");
    CHECK(read({"27", "November", "2026", "9", "00"}) == "time.not_numbers month");
    CHECK(read({"-27", "11", "2026", "9", "00"}) == "time.not_numbers day");
    CHECK(read({"27", "11", "99999999999", "9", "00"}) == "time.not_numbers year");
    CHECK(read({"27", "11", "26", "9", "00"}) == "time.year_short year");
    CHECK(read({"31", "2", "2027", "09", "00"}) == "time.unreadable day");
    CHECK(read({"27", "13", "2026", "09", "00"}) == "time.unreadable day");
    CHECK(read({"27", "11", "2026", "24", "00"}) == "time.unreadable hour");
    CHECK(read({"27", "11", "2026", "09", "60"}) == "time.unreadable hour");
}

TEST_CASE("typed time: what was typed comes back from storage as it was") {
    const TypedTime typed{"soon", "", "2026", "9am", "<00>"};

    CHECK(unpack_typed_time(pack(typed)) == typed);
    CHECK(unpack_typed_time(pack(TypedTime{})) == TypedTime{});
    CHECK(unpack_typed_time(pack({"a\nb", "", "", "", ""})) == TypedTime{"a b", "", "", "", ""});
    CHECK(unpack_typed_time("damaged") == TypedTime{});
}

TEST_CASE("typed_time: an instant is typed as people in London read it") {
    const TypedTime typed{.day = "27", .month = "06", .year = "2027", .hour = "09", .minute = "05"};
    CHECK(typed_time_of(read_time(typed)->utc) == typed);
}

}

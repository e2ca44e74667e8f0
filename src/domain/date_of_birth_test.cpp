#include "domain/date_of_birth.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <ostream>
#include <rapidcheck.h>

using namespace cohort::domain;
using namespace std::chrono_literals;

namespace {

constexpr std::chrono::year_month_day today = 2026y / 11 / 23;

std::string read(std::string_view cell, DateOrder order = DateOrder::day_first) {
    const auto result = parse_date_of_birth(cell, order, today);
    if (!result) {
        return std::string{result.error().code.text()};
    }
    return result->date.iso() + (result->two_digit_year ? " two" : "");
}

struct Row {
    std::string cell;
    std::string result;
};

} // namespace

TEST_CASE("date_of_birth: every shape of the contract is read") {
    for (const Row& row : {
             Row{"12/03/1980", "1980-03-12"},
             Row{"12.03.1980", "1980-03-12"},
             Row{"12-03-1980", "1980-03-12"},
             Row{"2/3/1980", "1980-03-02"},
             Row{"12-Mar-1980", "1980-03-12"},
             Row{"12-MAR-1980", "1980-03-12"},
             Row{"12 Mar 1980", "1980-03-12"},
             Row{"12  Mar  1980", "1980-03-12"},
             Row{"12 March 1980", "1980-03-12"},
             Row{"12/Mar/1980", "1980-03-12"},
             Row{"01 Sept 1980", "1980-09-01"},
             Row{"1980-03-12", "1980-03-12"},
             Row{"19800312", "1980-03-12"},
             Row{"12/03/1980 00:00", "1980-03-12"},
             Row{"12/03/1980 00:00:00", "1980-03-12"},
             Row{"12/03/1980 12:00:00 AM", "1980-03-12"},
             Row{"12-Mar-1980 09:30", "1980-03-12"},
             Row{"1980-03-12T00:00:00", "1980-03-12"},
             Row{"1980-03-12T00:00:00.000Z", "1980-03-12"},
             Row{"1980-03-12 00:00", "1980-03-12"},
             Row{" 12/03/1980\u00A0", "1980-03-12"},
             Row{"=\"12/03/1980\"", "1980-03-12"},
             Row{"'12/03/1980", "1980-03-12"},
             Row{"\uFF11\uFF12/03/1980", "1980-03-12"},
             Row{"29/02/2000", "2000-02-29"},
         }) {
        CAPTURE(row.cell);
        CHECK(read(row.cell) == row.result);
    }
}

TEST_CASE("date_of_birth: everything else is refused by name") {
    for (const Row& row : {
             Row{"", "dob.missing"},
             Row{"   ", "dob.missing"},
             Row{"unknown", "dob.invalid"},
             Row{"31/04/1980", "dob.invalid"},
             Row{"29/02/1900", "dob.invalid"},
             Row{"00/01/1980", "dob.invalid"},
             Row{"13/13/1980", "dob.invalid"},
             Row{"01/01/0000", "dob.invalid"},
             Row{"1/1/198", "dob.invalid"},
             Row{"01/01-1980", "dob.invalid"},
             Row{"12 03 1980", "dob.invalid"},
             Row{"12.Mar.1980", "dob.invalid"},
             Row{"12 Marsh 1980", "dob.invalid"},
             Row{"1980/03/12", "dob.invalid"},
             Row{"1980-3-12", "dob.invalid"},
             Row{"12031980", "dob.invalid"},
             Row{"12/03/1980 25:00", "dob.invalid"},
             Row{"12/03/1980 9:60", "dob.invalid"},
             Row{"12/03/1980x", "dob.invalid"},
             Row{"12/03/1980 (approx)", "dob.invalid"},
             Row{"########", "dob.invalid"},
             Row{"\xFF\xFE", "dob.invalid"},
             Row{"29292", "dob.excel_serial"},
             Row{"29292.5", "dob.excel_serial"},
             Row{"1", "dob.excel_serial"},
             Row{"120380", "dob.invalid"},
             Row{"24/11/2026", "dob.out_of_range"},
             Row{"23/11/2026", "2026-11-23"},
             Row{"23/11/1896", "1896-11-23"},
             Row{"22/11/1896", "dob.out_of_range"},
             Row{"01/01/9999", "dob.out_of_range"},
         }) {
        CAPTURE(row.cell);
        CHECK(read(row.cell) == row.result);
    }
}

TEST_CASE("date_of_birth: two digits only where one century is possible") {
    CHECK(read("12/03/80") == "1980-03-12 two");
    CHECK(read("12-Mar-80") == "1980-03-12 two");
    CHECK(read("12/03/27") == "1927-03-12 two");
    CHECK(read("23/11/26") == "dob.ambiguous");
    CHECK(read("24/11/26") == "1926-11-24 two"); // 2026 is tomorrow
    CHECK(read("12/03/05") == "dob.ambiguous");
    CHECK(read("22/11/96") == "1996-11-22 two"); // 1896 is over 130 years ago
    CHECK(read("23/11/96") == "dob.ambiguous");
    CHECK(read("29/02/00") == "2000-02-29 two"); // 1900 had none
    CHECK(read("29/02/81") == "dob.invalid");
    CHECK(read("31/04/80") == "dob.invalid");
}

TEST_CASE("date_of_birth: a cell says what it proves about its column") {
    CHECK(read_date("25/03/1980")->sense() == DateSense::day_first_only);
    CHECK(read_date("03/25/1980")->sense() == DateSense::month_first_only);
    CHECK(read_date("03/04/1980")->sense() == DateSense::either);
    CHECK(read_date("03/03/1980")->sense() == DateSense::either);
    CHECK(read_date("12 Mar 1980")->sense() == DateSense::order_free);
    CHECK(read_date("1980-03-04")->sense() == DateSense::order_free);
    CHECK(read_date("02/30/1980").error().code.text() == "dob.invalid");
}

TEST_CASE("date_of_birth: the order chosen decides, and the other order's dates are refused") {
    CHECK(read("03/04/1980", DateOrder::day_first) == "1980-04-03");
    CHECK(read("03/04/1980", DateOrder::month_first) == "1980-03-04");
    CHECK(read("03/25/1980", DateOrder::day_first) == "dob.invalid");
    CHECK(read("03/25/1980", DateOrder::month_first) == "1980-03-25");
    CHECK(read("25/03/1980", DateOrder::month_first) == "dob.invalid");
    CHECK(read("12 Mar 1980", DateOrder::month_first) == "1980-03-12");
    CHECK(read("1980-03-04", DateOrder::month_first) == "1980-03-04");
    CHECK(read("01/12/2026", DateOrder::day_first) == "dob.out_of_range");
    CHECK(read("01/12/2026", DateOrder::month_first) == "2026-01-12");
}

TEST_CASE("date_of_birth: what is written is read back, in every shape") {
    static constexpr const char* months[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    CHECK(rc::check([] {
        const std::chrono::sys_days day{std::chrono::days{*rc::gen::inRange(-26'000, 20'000)}};
        const std::chrono::year_month_day date{day};
        const int year = static_cast<int>(date.year());
        const unsigned month = static_cast<unsigned>(date.month());
        const unsigned number = static_cast<unsigned>(date.day());
        const std::string iso = fmt::format("{:04}-{:02}-{:02}", year, month, number);

        RC_ASSERT(read(iso) == iso);
        RC_ASSERT(read(fmt::format("{:02}/{:02}/{}", number, month, year)) == iso);
        RC_ASSERT(
            read(fmt::format("{:02}/{:02}/{}", month, number, year), DateOrder::month_first) == iso
        );
        RC_ASSERT(read(fmt::format("{}-{}-{}", number, months[month - 1], year)) == iso);
        RC_ASSERT(read(fmt::format("{:04}{:02}{:02}", year, month, number)) == iso);
        const auto stored = DateOfBirth::parse_iso(iso);
        RC_ASSERT(stored.ok());
        RC_ASSERT(stored->iso() == iso);
        RC_ASSERT(stored->reveal() == date);
        RC_ASSERT(read(stored->spelled()) == iso);
    }));
}

TEST_CASE("date_of_birth: stored dates are read strictly") {
    CHECK(DateOfBirth::parse_iso("1980-03-12")->spelled() == "12 Mar 1980");
    for (const char* text :
         {"1980-3-12", "12/03/1980", "1980-02-30", "19800312", "1980-03-12T00:00", " 1980-03-12"}) {
        CAPTURE(text);
        CHECK(DateOfBirth::parse_iso(text).error().code.text() == "dob.invalid");
    }
    CHECK(DateOfBirth::parse_iso("").error().code.text() == "dob.missing");
}

TEST_CASE("date_of_birth: a reading is small enough to keep a million") {
    CHECK(sizeof(DateReading) <= 8);
}

TEST_CASE("date_of_birth: any bytes are answered") {
    CHECK(rc::check([](const std::vector<char>& bytes) {
        const std::string cell{bytes.begin(), bytes.end()};
        RC_ASSERT(!read(cell).empty());
    }));
}

TEST_CASE("dob: age in whole years turns on the birthday; of 29 February on 1 March") {
    using namespace std::chrono;
    struct Case {
        const char* born;
        year_month_day day;
        int years;
    };
    const Case cases[] = {
        {"1980-03-12", 2026y / 3 / 11, 45},
        {"1980-03-12", 2026y / 3 / 12, 46},
        {"2004-02-29", 2026y / 2 / 28, 21},
        {"2004-02-29", 2026y / 3 / 1, 22},
        {"2004-02-29", 2024y / 2 / 29, 20},
        {"2026-01-01", 2026y / 1 / 1, 0},
    };
    for (const Case& each : cases) {
        CAPTURE(each.born);
        CHECK(DateOfBirth::parse_iso(each.born)->years_on(each.day) == each.years);
    }
}

#include "domain/mobile_number.hpp"
#include "domain/uk_number_plan.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <rapidcheck.h>
#include <vector>

using namespace cohort::domain;

namespace {

std::string read(std::string_view cell, International international = International::refused) {
    const auto result = MobileNumber::parse(cell, international);
    if (!result) {
        return std::string{result.error().code.text()};
    }
    return result->number.reveal() + (result->leading_zero_restored ? " restored" : "");
}

struct Row {
    std::string cell;
    std::string result;
};

} // namespace

TEST_CASE("mobile: one number, in every way people write it") {
    for (const char* cell : {
             "07700900123",
             "07700 900123",
             "07700-900-123",
             "07700.900.123",
             "(07700) 900123",
             "+447700900123",
             "+44 7700 900123",
             "00447700900123",
             "0044 7700 900123",
             "447700900123",
             "44 7700 900123",
             "+44(0)7700900123",
             "+44 (0) 7700 900123",
             "0044(0)7700900123",
             "=\"07700900123\"",
             "'07700900123",
             " 07700900123 ",
             "07700\u00A0900123",
             "07700\u2011900\u2011123",
             "\u202A07700 900123\u202C",
         }) {
        CAPTURE(cell);
        CHECK(read(cell) == "+447700900123");
    }
    CHECK(read("\uFF10\uFF17700900123") == "+447700900123");
    CHECK(read("7700900123") == "+447700900123 restored");
    CHECK(read("7700 900 123") == "+447700900123 restored");
}

TEST_CASE("mobile: a number with a fraction is none, however many digits it has") {
    for (const char* cell :
         {"770090000.0",
          "7700900000.0",
          "07700900.12",
          "0770090012.3",
          "447700900000.0",
          "+447700900000.0",
          "+44770090012.3",
          "=\"770090000.0\"",
          "'0770090012.3",
          " 770090000.0 "}) {
        CAPTURE(cell);
        CHECK(read(cell) == "mobile.invalid");
    }
    CHECK(read("077.009001.23") == "+447700900123");
    CHECK(read("07700 9001.23") == "+447700900123");
    CHECK(read("0.7700900123") == "+447700900123");
}

TEST_CASE("mobile: the 0 that is dialled at home is no digit of a number abroad") {
    const auto abroad = [](std::string_view cell) { return read(cell, International::allowed); };
    for (const char* cell :
         {"+61 0412 345 678",
          "0061 0412 345 678",
          "+353 086 123 4567",
          "+7 0912 345 6789",
          "+36 06 20 123 4567",
          "+49 0151 23456789"}) {
        CAPTURE(cell);
        CHECK(abroad(cell) == "mobile.invalid");
        CHECK(read(cell) == "mobile.international");
    }
    CHECK(abroad("+61 412 345 678") == "+61412345678");
    CHECK(abroad("+39 06 1234 5678") == "+390612345678");
    CHECK(abroad("+225 07 01 23 45 67") == "+2250701234567");
    CHECK(abroad("+226 06 12 34 56") == "+22606123456");
    CHECK(abroad("+229 01 23 45 67 89") == "+2290123456789");
    CHECK(abroad("+242 06 612 3456") == "+242066123456");
    CHECK(read("+39 06 1234 5678") == "mobile.international");
}

TEST_CASE("mobile: each fault has its code") {
    for (const Row& row : {
             Row{"", "mobile.missing"},
             Row{" \u00A0 ", "mobile.missing"},
             Row{"=\"\"", "mobile.missing"},
             Row{"-", "mobile.invalid"},
             Row{"+", "mobile.invalid"},
             Row{"0", "mobile.invalid"},
             Row{"unknown", "mobile.invalid"},
             Row{"0770090012", "mobile.invalid"},
             Row{"077009001234", "mobile.invalid"},
             Row{"+44770090012", "mobile.invalid"},
             Row{"+4477009001234", "mobile.invalid"},
             Row{"4477009001", "mobile.invalid"},
             Row{"07700900123 (wife)", "mobile.invalid"},
             Row{"mob 07700900123", "mobile.invalid"},
             Row{"07700900123 x2", "mobile.invalid"},
             Row{"O7700900123", "mobile.invalid"},
             Row{"\xFF\xFE", "mobile.invalid"},
             Row{"07700+900123", "mobile.invalid"},
             Row{"++447700900123", "mobile.invalid"},
             Row{"1632960123", "mobile.invalid"},
             Row{"04700900123", "mobile.invalid"},
             Row{"06700900123", "mobile.invalid"},
             Row{"07700200123", "mobile.invalid"},
             Row{"07700901123", "mobile.invalid"},
             Row{"07911300123", "mobile.invalid"},
             Row{"01632960123", "mobile.landline"},
             Row{"016329 60123", "mobile.landline"},
             Row{"020 7946 0000", "mobile.landline"},
             Row{"+44 20 7946 0000", "mobile.landline"},
             Row{"0300 123 4567", "mobile.landline"},
             Row{"016977 2345", "mobile.landline"},
             Row{"07012345678", "mobile.not_mobile"},
             Row{"7012345678", "mobile.not_mobile"},
             Row{"07600123456", "mobile.not_mobile"},
             Row{"07623123456", "mobile.not_mobile"},
             Row{"07625123456", "mobile.not_mobile"},
             Row{"08001111", "mobile.invalid"},
             Row{"08081570123", "mobile.not_mobile"},
             Row{"09098790123", "mobile.not_mobile"},
             Row{"07700900123/07700900124", "mobile.multiple"},
             Row{"07700900123, 07700900124", "mobile.multiple"},
             Row{"07700900123;07700900124", "mobile.multiple"},
             Row{"07700900123 or 07700900124", "mobile.multiple"},
             Row{"07700900123 07700900124", "mobile.multiple"},
             Row{"7700900123 7700900124", "mobile.multiple"},
             Row{"+447700900123 +447700900124", "mobile.multiple"},
             Row{"07700900123\n07700900124", "mobile.multiple"},
             Row{"h 01632960123 m 07700900124", "mobile.multiple"},
             Row{"7.7009E+09", "mobile.excel_damage"},
             Row{"4.47701E+11", "mobile.excel_damage"},
             Row{"+353861234567", "mobile.international"},
             Row{"00353 86 123 4567", "mobile.international"},
             Row{"+1 212 555 1234", "mobile.international"},
             Row{"+353 (0) 86 123 4567", "mobile.international"},
             Row{"353861234567", "mobile.invalid"},
             Row{"+999123456789", "mobile.invalid"},
         }) {
        CAPTURE(row.cell);
        CHECK(read(row.cell) == row.result);
    }
}

TEST_CASE("mobile: the ranges of the Crown Dependencies and of drama are mobiles") {
    for (const char* cell : {
             "07624123456",
             "07524123456",
             "07924123456",
             "07457612345", // Isle of Man
             "07797712345",
             "07509123456",
             "07829123456",
             "07937123456",
             "07700312345",
             "07700812345", // Jersey
             "07781123456",
             "07839123456",
             "07911123456",
             "07911712345", // Guernsey
             "07700900000",
             "07700900999", // kept for drama
         }) {
        CAPTURE(cell);
        CHECK(read(cell) == "+44" + std::string{cell}.substr(1));
    }
}

TEST_CASE("mobile: other countries' numbers, where they are wanted") {
    for (const Row& row : {
             Row{"+353 86 123 4567", "+353861234567"},
             Row{"00353861234567", "+353861234567"},
             Row{"+1 (212) 555-1234", "+12125551234"},
             Row{"+48 512 345 678", "+48512345678"},
             Row{"+290 1234", "+2901234"},
             Row{"+447700900123", "+447700900123"},
             Row{"07700900123", "+447700900123"},
             Row{"+442079460000", "mobile.landline"},
             Row{"+290 123", "mobile.invalid"},          // six digits
             Row{"+3538612345678901", "mobile.invalid"}, // sixteen
             Row{"+353861234567890", "+353861234567890"},
             Row{"+1 112 555 1234", "mobile.invalid"},
             Row{"+1212555123", "mobile.invalid"},
             Row{"+210123456789", "mobile.invalid"},
             Row{"+800 1234 5678", "mobile.invalid"},
             Row{"+0353861234567", "mobile.invalid"},
             Row{"+00353861234567", "mobile.invalid"},
             Row{"000353861234567", "mobile.invalid"},
             Row{"353861234567", "mobile.invalid"},
             Row{"+353 (0) 86 123 4567", "mobile.invalid"}, // whose 0 goes is a guess
             Row{"+44", "mobile.invalid"},
             Row{"+44 1534 123456", "mobile.landline"}, // Jersey is +44 too
             Row{"+44 7797 712345", "+447797712345"},
             Row{"0044 7911 312345", "mobile.invalid"},
         }) {
        CAPTURE(row.cell);
        CHECK(read(row.cell, International::allowed) == row.result);
    }
}

TEST_CASE("mobile: what comes out goes in again and is the same") {
    CHECK(rc::check([] {
        const std::string national = fmt::format("7{:09}", *rc::gen::inRange(0, 1'000'000'000));
        const auto first = MobileNumber::parse("0" + national, International::refused);
        const bool is_mobile = uk_number_kind(national) == UkNumberKind::mobile;
        RC_ASSERT(first.ok() == is_mobile);
        RC_PRE(is_mobile);
        const auto again = MobileNumber::parse(first->number.reveal(), International::refused);
        RC_ASSERT(again.ok());
        RC_ASSERT(again->number == first->number);
        RC_ASSERT(!again->leading_zero_restored);
        RC_ASSERT(MobileNumber::parse(national, International::refused)->leading_zero_restored);
    }));
}

TEST_CASE("mobile: punctuation anywhere changes nothing") {
    CHECK(rc::check([] {
        const std::string digits = fmt::format("077{:08}", *rc::gen::inRange(0, 100'000'000));
        std::string written;
        for (const char digit : digits) {
            written += digit;
            written += *rc::gen::element(
                std::string{""},
                std::string{" "},
                std::string{"-"},
                std::string{")"},
                std::string{"\u00A0"}
            );
        }
        RC_ASSERT(read(written) == read(digits));
    }));
}

TEST_CASE("mobile: any bytes are answered") {
    CHECK(rc::check([](const std::vector<char>& bytes) {
        const std::string cell{bytes.begin(), bytes.end()};
        RC_ASSERT(!read(cell, International::allowed).empty());
    }));
}

TEST_CASE("mobile: what we stored reads back, whatever has become of its range since") {
    for (const std::string stored : {"+447700900000", "+353861234567", "+447000000000"}) {
        CAPTURE(stored);
        CHECK(MobileNumber::parse_e164(stored)->reveal() == stored);
    }
    for (const std::string damaged :
         {"", "+", "447700900000", "+44770090000a", "+123456", "+1234567890123456", "+44 7700"}) {
        CAPTURE(damaged);
        CHECK(
            MobileNumber::parse_e164(damaged).error().code == cohort::ErrorCode{"mobile.invalid"}
        );
    }
}

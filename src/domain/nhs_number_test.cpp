#include "domain/nhs_number.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <ostream>
#include <rapidcheck.h>

using cohort::domain::NhsNumber;

namespace {

std::string_view fault_of(std::string_view text) {
    const auto result = NhsNumber::parse(text);
    return result.ok() ? "" : result.error().code.text();
}

template <class T>
concept Printable = requires(std::ostream& out, const T& value) { out << value; };

// The check digit by the definition in the NHS Data Dictionary; -1 where there
// is none.
int check_digit(const std::string& nine) {
    int sum = 0;
    for (int place = 1; place <= 9; ++place) {
        sum += (nine[static_cast<std::size_t>(place - 1)] - '0') * (11 - place);
    }
    const int check = 11 - sum % 11;
    return check == 11 ? 0 : check == 10 ? -1 : check;
}

} // namespace

TEST_CASE("nhs_number: good numbers are read in every way people write them") {
    for (const char* text : {
             "9434765919",
             "943 476 5919",
             "943-476-5919",
             " 943\u00A0476\u00A05919 ",
             "943\u2011476\u20115919",
             "\uFF19434765919",
             "=\"9434765919\"",
             "'9434765919",
             "943\u2013476\u20135919",
             "943\u200B4765919",
         }) {
        CAPTURE(text);
        REQUIRE(NhsNumber::parse(text).ok());
        CHECK(NhsNumber::parse(text)->reveal() == "9434765919");
    }
    CHECK(NhsNumber::parse("9000000009").ok());
    CHECK(NhsNumber::parse("9990548609").ok());
    CHECK(NhsNumber::parse("9990000018")->is_for_tests());
    CHECK_FALSE(NhsNumber::parse("9434765919")->is_for_tests());
}

TEST_CASE("nhs_number: each fault has its code") {
    struct Row {
        const char* text;
        const char* code;
    };

    for (const Row row : {
             Row{"", "nhs_number.missing"},
             Row{"  \u00A0", "nhs_number.missing"},
             Row{"=\"\"", "nhs_number.missing"},
             Row{"943476591", "nhs_number.invalid"},
             Row{"94347659190", "nhs_number.invalid"},
             Row{"943476591X", "nhs_number.invalid"},
             Row{"943.476.5919", "nhs_number.invalid"},
             Row{"9434765919 (old)", "nhs_number.invalid"},
             Row{"943 476/5919", "nhs_number.invalid"},
             Row{"943/476 5919", "nhs_number.invalid"},
             Row{"943 476 591x", "nhs_number.invalid"},
             Row{"\xFF\xFE", "nhs_number.invalid"},
             Row{"---", "nhs_number.invalid"},
             Row{"9434765918", "nhs_number.check_digit"},
             Row{"1234567890", "nhs_number.check_digit"},
             Row{"9.99E+09", "nhs_number.excel_damage"},
             Row{"9.43477e9", "nhs_number.excel_damage"},
             Row{"9E+09", "nhs_number.excel_damage"},
             Row{"9.99E", "nhs_number.invalid"},
             Row{"E+09", "nhs_number.invalid"},
         }) {
        CAPTURE(row.text);
        CHECK(fault_of(row.text) == row.code);
    }
    for (char digit = '0'; digit <= '9'; ++digit) {
        CHECK(fault_of(std::string(10, digit)) == "nhs_number.placeholder");
    }
}

TEST_CASE("nhs_number: of ten last digits at most one is right, and it is the definition's") {
    CHECK(rc::check([] {
        const std::string nine = fmt::format("{:09}", *rc::gen::inRange(0, 1'000'000'000));
        const int right = check_digit(nine);
        for (int last = 0; last <= 9; ++last) {
            const std::string ten = nine + std::to_string(last);
            const bool placeholder = ten == std::string(10, ten[0]);
            RC_ASSERT(NhsNumber::parse(ten).ok() == (last == right && !placeholder));
        }
    }));
}

TEST_CASE("nhs_number: two digits exchanged never go unnoticed") {
    CHECK(rc::check([] {
        std::string text = fmt::format("{:09}", *rc::gen::inRange(0, 1'000'000'000));
        const int check = check_digit(text);
        RC_PRE(check >= 0);
        text += std::to_string(check);
        const auto at = *rc::gen::inRange<std::size_t>(0, 9);
        RC_PRE(text[at] != text[at + 1]);
        std::swap(text[at], text[at + 1]);
        RC_ASSERT(!NhsNumber::parse(text).ok());
    }));
}

TEST_CASE("nhs_number: cannot be printed") {
    CHECK_FALSE(Printable<NhsNumber>);
    CHECK(Printable<int>);
}

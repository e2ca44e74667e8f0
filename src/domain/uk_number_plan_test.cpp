// The table of the UK's numbers, held to its promises for every prefix, and the parser to the table
// in every way of writing a number.
#include "domain/ascii.hpp"
#include "domain/mobile_number.hpp"
#include "domain/uk_number_plan.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

using namespace cohort::domain;

namespace {

using enum UkNumberKind;
using enum UkPlace;

// What the promise says, found without the table's own ways: the longest prefix that fits.
const UkRange* longest_of(std::string_view national) {
    const UkRange* longest = nullptr;
    for (const UkRange& range : uk_number_plan()) {
        if (national.starts_with(range.prefix)
            && (longest == nullptr || range.prefix.size() > longest->prefix.size())) {
            longest = &range;
        }
    }
    return longest;
}

std::string padded(std::string_view prefix, std::string_view with, std::size_t length) {
    std::string number{prefix};
    while (number.size() < length) {
        number += with[(number.size() - prefix.size()) % with.size()];
    }
    return number;
}

// E.164 or the code of the refusal.
std::string judged(std::string_view cell) {
    const auto reading = MobileNumber::parse(cell, International::refused);
    return reading.ok() ? reading->number.reveal() : std::string{reading.error().code.text()};
}

std::string answer_for(UkNumberKind kind, const std::string& national) {
    switch (kind) {
    case mobile:
        return "+44" + national;
    case landline:
        return "mobile.landline";
    case personal:
    case pager:
    case special:
    case premium:
        return "mobile.not_mobile";
    case unassigned:
        break;
    }
    return "mobile.invalid";
}

// Requires: at least seven digits, the first not 0 (that is how a number abroad begins).
std::vector<std::string> spellings(const std::string& national) {
    const std::string head = national.substr(0, 4);
    const std::string middle = national.substr(4, 3);
    const std::string tail = national.substr(7);
    std::vector<std::string> all{
        "0" + national,
        "+44" + national,
        "0044" + national,
        "+44(0)" + national,
        fmt::format("0{} {} {}", head, middle, tail),
        fmt::format("(0{}) {}{}", head, middle, tail),
        fmt::format("0{}.{}.{}", head, middle, tail),
        fmt::format("+44 (0) {}-{}-{}", head, middle, tail),
    };
    if (national.size() >= 10) { // without a plus a shorter one could be anything
        all.push_back("44" + national);
        all.push_back(fmt::format("44 {} {} {}", head, middle, tail));
    }
    return all;
}

// The spelling that is not answered as the table says, or empty.
std::string misjudged(const std::string& national) {
    const std::string answer = answer_for(uk_number_kind(national), national);
    for (const std::string& cell : spellings(national)) {
        if (judged(cell) != answer) {
            return cell;
        }
    }
    return {};
}

}

TEST_CASE("number plan: no range is there twice, and each says something its wider range does not"
) {
    const auto plan = uk_number_plan();
    REQUIRE(plan.front().prefix.empty());
    CHECK(plan.front().kind == unassigned);
    for (const UkRange& range : plan.subspan(1)) {
        CAPTURE(range.prefix);
        CHECK(std::ranges::all_of(range.prefix, is_ascii_digit));
        CHECK(std::ranges::count(plan, range.prefix, &UkRange::prefix) == 1);
        CHECK(&uk_range(padded(range.prefix, "2", 4)) == &range); // none is hidden by longer ones
        CHECK(range.digits_min <= uk_digits_max);
        const UkRange& wider = *longest_of(range.prefix.substr(0, range.prefix.size() - 1));
        const bool says_more = range.kind != wider.kind || range.place != wider.place
                               || range.digits_min != wider.digits_min;
        CHECK(says_more);
    }
}

TEST_CASE("number plan: what no range names begins with 0, 4 or 6") {
    for (int two = 0; two < 100; ++two) {
        CAPTURE(two);
        const bool named = !uk_range(fmt::format("{:02}11", two)).prefix.empty();
        CHECK(named == (two / 10 != 0 && two / 10 != 4 && two / 10 != 6));
    }
}

// In what follows `wrong` keeps a number that fails: a CHECK for each of a million takes a minute.

// With what may follow, so that prefixes of six and seven digits are met too.
TEST_CASE("number plan: every number of four digits and more is in the range of its longest prefix"
) {
    std::string wrong;
    for (int five = 0; five < 100'000; ++five) {
        for (const char* with : {"0", "9", "00999", "90000"}) {
            const std::string ten = padded(fmt::format("{:05}", five), with, 10);
            wrong = &uk_range(ten) == longest_of(ten) ? wrong : ten;
        }
    }
    for (int four = 0; four < 10'000; ++four) {
        const std::string alone = fmt::format("{:04}", four);
        wrong = &uk_range(alone) == longest_of(alone) ? wrong : alone;
    }
    CHECK(wrong == "");
}

TEST_CASE("number plan: a number has a kind where its length is the range's, and else it has none"
) {
    std::string wrong;
    for (int five = 0; five < 100'000; ++five) {
        for (std::size_t length = 7; length <= 12; ++length) {
            const std::string number = padded(fmt::format("{:05}", five), "90012", length);
            const UkRange& range = uk_range(number);
            const bool fits = length >= range.digits_min && length <= 10;
            const UkNumberKind kind = fits ? range.kind : unassigned;
            wrong = uk_number_kind(number) == kind ? wrong : number;
        }
    }
    for (const char* few : {"", "7", "77", "771", "7712", "1534"}) {
        CHECK(uk_number_kind(few) == unassigned);
    }
    CHECK(wrong == "");
}

TEST_CASE("number plan: a mobile has ten digits and begins with 7") {
    for (const UkRange& range : uk_number_plan()) {
        if (range.kind == mobile) {
            CAPTURE(range.prefix);
            CHECK(range.prefix.front() == '7');
            CHECK(range.digits_min == uk_digits_max);
        }
    }
}

TEST_CASE("number plan: in every spelling a number of any prefix gets the table's answer") {
    std::string wrong;
    for (int five = 10'000; five < 100'000; ++five) {
        const std::string found = misjudged(padded(fmt::format("{:05}", five), "90012", 10));
        wrong = found.empty() ? wrong : found;
    }
    for (int four = 1'000; four < 10'000; ++four) {
        for (const std::size_t length : {7, 8, 9, 11, 12}) {
            const std::string found =
                misjudged(padded(fmt::format("{:04}", four), "55512", length));
            wrong = found.empty() ? wrong : found;
        }
    }
    CHECK(wrong == "");
}

TEST_CASE("number plan: ten digits that have lost their 0 are a mobile only behind 7") {
    std::string wrong;
    for (int five = 10'000; five < 100'000; ++five) {
        const std::string national = padded(fmt::format("{:05}", five), "90012", 10);
        const bool may_be = national.front() == '7';
        const std::string answer =
            may_be ? answer_for(uk_number_kind(national), national) : "mobile.invalid";
        wrong = judged(national) == answer ? wrong : national;
    }
    CHECK(wrong == "");
}

TEST_CASE("number plan: known ranges") {
    struct Known {
        const char* number;
        UkNumberKind kind;
        UkPlace place;
    };

    for (const Known& known : {
             Known{"01534 700123", landline, jersey},
             Known{"07509 123456", mobile, jersey},
             Known{"07700 312345", mobile, jersey},
             Known{"07700 712345", mobile, jersey},
             Known{"07700 812345", mobile, jersey},
             Known{"07797 712345", mobile, jersey},
             Known{"07829 123456", mobile, jersey},
             Known{"07937 123456", mobile, jersey},
             Known{"01481 700123", landline, guernsey},
             Known{"07781 123456", mobile, guernsey},
             Known{"07839 123456", mobile, guernsey},
             Known{"07911 123456", mobile, guernsey},
             Known{"07911 712345", mobile, guernsey},
             Known{"01624 700123", landline, isle_of_man},
             Known{"07457 612345", mobile, isle_of_man},
             Known{"07524 123456", mobile, isle_of_man},
             Known{"07624 123456", mobile, isle_of_man},
             Known{"07924 123456", mobile, isle_of_man},

             Known{"07100 123456", mobile, united_kingdom},
             Known{"07200 123456", mobile, united_kingdom},
             Known{"07300 123456", mobile, united_kingdom},
             Known{"07457 512345", mobile, united_kingdom},
             Known{"07508 123456", mobile, united_kingdom},
             Known{"07525 123456", mobile, united_kingdom},
             Known{"07700 012345", mobile, united_kingdom},
             Known{"07700 112345", mobile, united_kingdom},
             Known{"07700 900123", mobile, united_kingdom},
             Known{"07780 123456", mobile, united_kingdom},
             Known{"07828 123456", mobile, united_kingdom},
             Known{"07911 012345", mobile, united_kingdom},
             Known{"07911 212345", mobile, united_kingdom},
             Known{"07911 812345", mobile, united_kingdom},
             Known{"07999 123456", mobile, united_kingdom},
             Known{"07700 212345", unassigned, united_kingdom},
             Known{"07700 612345", unassigned, united_kingdom},
             Known{"07700 899999", mobile, jersey},
             Known{"07700 901000", unassigned, united_kingdom},
             Known{"07700 890000", mobile, jersey},
             Known{"07911 312345", unassigned, united_kingdom},
             Known{"07911 912345", unassigned, united_kingdom},

             Known{"070 1234 5678", personal, united_kingdom},
             Known{"07600 123456", pager, united_kingdom},
             Known{"07623 123456", pager, united_kingdom},
             Known{"07625 123456", pager, united_kingdom},
             Known{"07699 123456", pager, united_kingdom},

             Known{"020 7946 0123", landline, united_kingdom},
             Known{"028 9018 0123", landline, united_kingdom},
             Known{"0113 496 0123", landline, united_kingdom},
             Known{"01632 960123", landline, united_kingdom},
             Known{"016977 2345", landline, united_kingdom}, // nine digits: Brampton
             Known{"01204 61234", landline, united_kingdom}, // and some of Bolton
             Known{"01534 70012", unassigned, jersey},       // no numbers that short there
             Known{"020 7946 012", unassigned, united_kingdom},
             Known{"0300 123 4567", landline, united_kingdom},
             Known{"0345 123 4567", landline, united_kingdom},

             Known{"0500 123456", special, united_kingdom},
             Known{"055 1234 5678", special, united_kingdom},
             Known{"056 1234 5678", special, united_kingdom},
             Known{"0800 123456", special, united_kingdom},
             Known{"0808 157 0123", special, united_kingdom},
             Known{"0843 123 4567", special, united_kingdom},
             Known{"0871 123 4567", special, united_kingdom},
             Known{"0900 123 4567", premium, united_kingdom},
             Known{"0909 879 0123", premium, united_kingdom},
             Known{"098 1234 5678", premium, united_kingdom},
             Known{"04123 456789", unassigned, united_kingdom},
             Known{"06123 456789", unassigned, united_kingdom},
         }) {
        CAPTURE(known.number);
        std::string national{known.number + 1};
        std::erase(national, ' ');
        CHECK(uk_number_kind(national) == known.kind);
        CHECK(uk_range(national).place == known.place);
        CHECK(judged(known.number) == answer_for(known.kind, national));
    }
}

#pragma once
// The UK's telephone numbering plan, as far as it decides what can be texted: a table of ours, of
// ranges by their first digits. docs/reference/uk-number-plan.md tells how it is kept up to date.
// Sources: Ofcom's National Telephone Numbering Plan (edition linked from its numbering page of 28
// November 2023; part A1 for what each range is for, part C5 for 07624) and Ofcom's allocation
// data for the 07 ranges, in which the Crown Dependencies' blocks are marked.
// Simplified:
// - Whole 071–075 and 077–079 are mobiles, allocated or not: blocks are given out every month, and
//   refusing a real patient is worse than trying a number that does not exist. Only 07700 and
//   07911, of which most is kept back, are told apart further.
// - What cannot be texted anyway is told apart as far as the answer is another one: 01, 02, 03, 05,
//   08 and 09 by their first digit, existing area code or not.
#include <cstddef>
#include <span>
#include <string_view>

namespace cohort::domain {

enum class UkNumberKind {
    mobile,
    landline,   // 01 and 02; 03, an organisation's number for the whole country
    personal,   // 070: calls follow their owner
    pager,      // 076, but 07624
    special,    // 05 and 08: free calls, internet telephones, call services
    premium,    // 09
    unassigned, // nobody can have it, or it has the wrong length
};

enum class UkPlace { united_kingdom, jersey, guernsey, isle_of_man };

// The numbers that begin with `prefix`, but for those of a longer prefix in the table.
struct UkRange {
    std::string_view prefix; // without the leading 0
    UkNumberKind kind;
    UkPlace place;
    std::size_t digits_min; // without the leading 0; at most uk_digits_max
};

inline constexpr std::size_t uk_digits_max = 10;

// The table, by prefix. The first has the empty one, and so every number is in exactly one range.
std::span<const UkRange> uk_number_plan();

// Requires: at least four digits, without the leading 0.
const UkRange& uk_range(std::string_view national);

// The range's kind, where the number has a length of the range. Requires: digits only.
UkNumberKind uk_number_kind(std::string_view national);

}

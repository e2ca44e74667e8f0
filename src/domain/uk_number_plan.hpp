#pragma once
// The UK's telephone numbering plan, as far as it decides what can be texted.
// Source: Ofcom's National Telephone Numbering Plan (parts A1 and A2) and its allocation of 07
// ranges, Crown Dependencies included: Jersey (07509, 07700 3/7/8, 07797, 07829, 07937), Guernsey
// (07781, 07839, 07911 1/7) and the Isle of Man (07457 6, 07524, 07624, 07924). Whole 071–075 and
// 077–079 count as mobile: Ofcom allocates new blocks there every month, and refusing a real
// patient is worse than trying a number that does not exist.
#include <string_view>

namespace cohort::domain {

enum class UkNumberKind {
    mobile,
    landline,   // 01, 02, 03
    other,      // 05, 08, 09, 070 personal numbers, 076 pagers
    unassigned, // nobody can have it, or it has the wrong length
};

// Requires: digits only, without the leading 0.
UkNumberKind uk_number_kind(std::string_view national);

}

#pragma once
// The country calling codes of ITU-T Recommendation E.164 behind which somebody can have a mobile.
// Source: ITU's list of assigned country codes (annex to Operational Bulletin 1114, position on 15
// December 2016, with the amendments since: 383, Kosovo).
// docs/reference/uk-number-plan.md tells how it is kept up to date. Left out of what ITU lists:
// - services and networks that are no country's: 388, 800, 808, 870, 875–879, 881–883, 888, 979,
//   991;
// - 379, the Vatican's, which is not in use: its numbers are behind Italy's 39.
// Taken in, because it is in use: 970, which the list calls reserved.
#include <string_view>

namespace cohort::domain {

// The code at the front of an international number: 1 to 3 digits, or empty where none is assigned.
// No assigned code begins another. Requires: digits only.
std::string_view country_code(std::string_view digits);

// Whether a number behind this code can begin with 0. Elsewhere a 0 there is the one that is
// dialled at home, left in by mistake: +61 0412 345 678. Source: the numbering plans that countries
// notify to ITU (E.129); a country not known to have such numbers is taken to have none.
// Requires: `code` is assigned.
bool has_numbers_with_leading_zero(std::string_view code);

}

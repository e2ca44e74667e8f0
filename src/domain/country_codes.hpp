#pragma once
// The country calling codes that are assigned to countries (ITU-T E.164 List of assigned codes,
// Operational Bulletin 2016 with later changes). Codes of services (800, 808, 870, 878, 881–883,
// 888, 979) are left out: nobody's mobile.
#include <string_view>

namespace cohort::domain {

// The code at the front of an international number: 1 to 3 digits, or empty where none is assigned.
// No assigned code begins another.
std::string_view country_code(std::string_view digits);

}

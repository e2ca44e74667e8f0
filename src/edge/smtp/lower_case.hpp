#pragma once
// ASCII letters in lower case, the rest as it is: how names in mail are compared.
#include "domain/ascii.hpp"

#include <algorithm>
#include <string>
#include <string_view>

namespace cohort::smtp {

inline std::string lower_case(std::string_view text) {
    std::string out{text};
    std::ranges::transform(out, out.begin(), domain::ascii_lower);
    return out;
}

}

#include "domain/snomed_code.hpp"

#include "domain/text_normal.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace cohort::domain {

namespace {

// The Verhoeff scheme over the dihedral group of order 10: d5 multiplies, and the permutation of
// the i-th place is the base one applied i times (J. Verhoeff, Error Detecting Decimal Codes,
// 1969).
constexpr int multiply(int a, int b) {
    if (a < 5) {
        return b < 5 ? (a + b) % 5 : (a + b - 5) % 5 + 5;
    }
    return b < 5 ? (a - 5 + 5 - b) % 5 + 5 : (a - b + 5) % 5;
}

constexpr std::array<int, 10> permutation = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};

}

bool has_verhoeff_check(std::string_view digits) {
    int check = 0;
    for (std::size_t place = 0; place < digits.size(); ++place) {
        int digit = digits[digits.size() - 1 - place] - '0';
        for (std::size_t times = 0; times < place % 8; ++times) {
            digit = permutation[static_cast<std::size_t>(digit)];
        }
        check = multiply(check, digit);
    }
    return check == 0;
}

Result<SnomedCode> SnomedCode::parse(std::string_view text) {
    const std::string_view digits = trim(text);
    if (digits.empty()) {
        return invalid("snomed.missing");
    }
    const bool all_digits =
        std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!all_digits || digits.size() < 6 || digits.size() > 18 || digits.front() == '0') {
        return invalid("snomed.invalid");
    }
    if (!has_verhoeff_check(digits)) {
        return invalid("snomed.check_digit");
    }
    const std::string_view partition = digits.substr(digits.size() - 3, 2);
    if (partition != "00" && partition != "10") {
        return invalid("snomed.not_a_concept");
    }
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return SnomedCode{value};
}

}

#pragma once
// A SNOMED CT identifier: 6 to 18 digits, the last a Verhoeff check digit, the two before it the
// partition (standards.md §4.1). Not about a patient, so it may be printed.
#include "base/result.hpp"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::domain {

class SnomedCode {
public:
    // Errors: snomed.missing, snomed.invalid, snomed.check_digit, snomed.not_a_concept (a
    // description or a relationship).
    static Result<SnomedCode> parse(std::string_view text);

    std::uint64_t value() const { return value_; }

    std::string text() const { return std::to_string(value_); } // a string in JSON: it exceeds 2^53

    friend auto operator<=>(SnomedCode, SnomedCode) = default;

private:
    explicit SnomedCode(std::uint64_t value) : value_(value) {}

    std::uint64_t value_;
};

// Of decimal digits, the check digit last. Requires: digits only.
bool has_verhoeff_check(std::string_view digits);

}

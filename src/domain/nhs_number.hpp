#pragma once
// The NHS number: ten digits, the last a modulus-11 check digit (NHS Data Dictionary; standards.md
// §5). An identity type: made only by parse, never printed, given up only by reveal().
#include "base/result.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace cohort::domain {

class NhsNumber {
public:
    // Spaces (any Unicode kind) and hyphens (any kind) are ignored, full-width digits read as
    // digits (NFKC), and Excel's ="…" or a leading apostrophe unwrapped. Errors:
    // nhs_number.missing, nhs_number.invalid, nhs_number.check_digit, nhs_number.placeholder (ten
    // equal digits), nhs_number.excel_damage (9.99E+09).
    static Result<NhsNumber> parse(std::string_view utf8);

    // Ten digits.
    const std::string& reveal() const { return digits_; }

    // 999 000 0000 to 999 999 9999 are never issued to anybody: demonstrations and tests.
    bool is_for_tests() const { return digits_.starts_with("999"); }

    friend bool operator==(const NhsNumber&, const NhsNumber&) = default;
    friend std::ostream& operator<<(std::ostream&, const NhsNumber&) = delete;

private:
    static Result<NhsNumber> judge(std::string ten_digits);

    explicit NhsNumber(std::string digits) : digits_(std::move(digits)) {}

    std::string digits_;
};

}

#pragma once
// A mobile number, stored as E.164. +44 is always judged by the UK's plan (uk_number_plan.hpp), the
// Crown Dependencies with it; numbers of other countries are accepted only where the caller allows
// them, behind + or 00, by assigned country code (country_codes.hpp) and length alone: 7 to 15
// digits with the code, and no 0 behind it where no number begins so. Letters and notes such as '(wife)' are never stripped: it may be somebody
// else's phone.
#include "base/result.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace cohort::domain {

enum class International { refused, allowed };

struct MobileReading;

class MobileNumber {
public:
    // Errors: mobile.missing, mobile.invalid, mobile.landline, mobile.not_mobile (070 personal
    // numbers, 076 pagers), mobile.multiple, mobile.excel_damage (4.4777E+11),
    // mobile.international.
    static Result<MobileReading> parse(std::string_view cell, International international);

    // As reveal() gave it, and we stored it: judged by its shape alone, so that a list stays whole
    // when the plan changes. Errors: mobile.invalid.
    static Result<MobileNumber> parse_e164(std::string_view text);

    // E.164 with its '+': +447700900000.
    const std::string& reveal() const { return e164_; }

    bool is_uk() const { return e164_.starts_with("+44"); }

    friend bool operator==(const MobileNumber&, const MobileNumber&) = default;
    friend std::ostream& operator<<(std::ostream&, const MobileNumber&) = delete;

private:
    explicit MobileNumber(std::string_view e164) : e164_(e164) {}

    std::string e164_;
};

struct MobileReading {
    MobileNumber number;
    bool leading_zero_restored; // ten digits that begin with 7: worth the warning
                                // mobile.leading_zero_restored
};

}

#pragma once
// A date of birth, and how a cell of a patient list becomes one.
// 03/04/1980 can be read in two ways, and only the whole column can tell which. So reading has two
// steps: read_date says what the cell can mean, the reader of the list looks at the whole column,
// and DateReading::as decides. DateReading is eight bytes, so that a million of them may be kept.
#include "base/result.hpp"

#include <chrono>
#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>

namespace cohort::domain {

// An identity type: never printed by accident. Always a real date of the calendar.
class DateOfBirth {
public:
    // Strict yyyy-mm-dd, as we store it. Errors: dob.missing, dob.invalid.
    static Result<DateOfBirth> parse_iso(std::string_view text);

    std::chrono::year_month_day reveal() const { return date_; }

    // Whole years of age on that day; born on 29 February, a year older on 1 March.
    int years_on(std::chrono::year_month_day day) const;

    std::string iso() const;     // 1980-03-12
    std::string spelled() const; // 12 Mar 1980

    friend bool operator==(const DateOfBirth&, const DateOfBirth&) = default;
    friend std::ostream& operator<<(std::ostream&, const DateOfBirth&) = delete;

private:
    friend class DateReading;

    explicit DateOfBirth(std::chrono::year_month_day date) : date_(date) {}

    std::chrono::year_month_day date_;
};

enum class DateOrder { day_first, month_first };

// What a cell says about the order of its column.
enum class DateSense : std::uint8_t {
    order_free,       // the month is named, or the year leads: no question
    day_first_only,   // 25/03/1980
    month_first_only, // 03/25/1980
    either,           // 03/04/1980, and 03/03/1980, which proves nothing either
};

struct DateOfBirthReading {
    DateOfBirth date;
    bool two_digit_year; // worth the warning dob.two_digit_year
};

class DateReading {
public:
    DateSense sense() const { return sense_; }

    // 03/04/1980 is another day in each order, 03/03/1980 the same.
    bool differs_by_order() const { return sense_ == DateSense::either && first_ != second_; }

    // The date, read in this order (which only matters where sense() is not order_free).
    // Errors: dob.invalid (the other order only), dob.out_of_range (after today, or over 130 years
    // ago), dob.ambiguous (a two-digit year that two centuries allow).
    Result<DateOfBirthReading> as(DateOrder order, std::chrono::year_month_day today) const;

private:
    friend Result<DateReading> read_date(std::string_view cell);

    DateReading() = default;

    std::int16_t year_ = 0;
    std::uint8_t first_ = 0;  // day, where sense_ is order_free
    std::uint8_t second_ = 0; // month, where sense_ is order_free
    bool two_digit_year_ = false;
    DateSense sense_ = DateSense::order_free;
};

// dd/mm/yyyy with / . or -, dd-MMM-yyyy, dd MMM yyyy, full month names, yyyy-mm-dd, yyyymmdd, each
// with an optional time. Trimmed and NFKC first; ="…" and a leading apostrophe are unwrapped.
// Errors: dob.missing, dob.invalid (no such date in either order, or another shape),
// dob.excel_serial.
Result<DateReading> read_date(std::string_view cell);

// Both steps at once, for one value alone.
Result<DateOfBirthReading>
parse_date_of_birth(std::string_view cell, DateOrder order, std::chrono::year_month_day today);

}

#pragma once
// The shape of a cell that holds a date, before anything is known of its column.
#include <optional>
#include <string_view>

namespace cohort::domain {

struct DateShape {
    enum class Kind {
        numbers,   // first, second, year: 03/04/1980
        day_month, // the month was named: 3 Apr 1980
        year_first // 1980-04-03, 19800403
    };
    Kind kind;
    int first;  // day, except where kind is numbers
    int second; // month, except where kind is numbers
    int year;
    bool two_digit_year;
};

// Nothing for any other shape. Checks the shape only: 99/99/1980 has one. Requires: `cell` is plain
// (PlainCell).
std::optional<DateShape> date_shape(std::string_view cell);

// 29292 or 29292.5: a day as Excel counts.
bool is_excel_serial(std::string_view cell);

}

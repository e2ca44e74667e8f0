#include "domain/date_of_birth.hpp"

#include "domain/cell_text.hpp"
#include "domain/date_cell.hpp"
#include "domain/limits.hpp"

#include <array>
#include <fmt/format.h>

namespace cohort::domain {

namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

year_month_day date_of(int year_number, int month_number, int day_number) {
    return year{year_number} / month{static_cast<unsigned>(month_number)}
           / day{static_cast<unsigned>(day_number)};
}

// Whether the day and month exist in any year this could be; a two-digit year is asked about with a
// leap year.
bool is_real(const DateShape& shape, int day_number, int month_number) {
    if (shape.year == 0 && !shape.two_digit_year) {
        return false;
    }
    const int asked = shape.two_digit_year ? 2000 : shape.year;
    return date_of(asked, month_number, day_number).ok();
}

bool in_lifetime(year_month_day date, year_month_day today) {
    return date <= today
           && std::chrono::sys_days{date} >= std::chrono::sys_days{today - limits::age_max};
}

}

Result<DateOfBirth> DateOfBirth::parse_iso(std::string_view text) {
    if (text.empty()) {
        return invalid("dob.missing");
    }
    const auto shape = date_shape(text);
    if (!shape || shape->kind != DateShape::Kind::year_first || text.size() != 10
        || !is_real(*shape, shape->first, shape->second)) {
        return invalid("dob.invalid");
    }
    return DateOfBirth{date_of(shape->year, shape->second, shape->first)};
}

int DateOfBirth::years_on(std::chrono::year_month_day day) const {
    const auto month_and_day = [](year_month_day date) {
        return std::pair{date.month(), date.day()};
    };
    const int years = static_cast<int>(day.year()) - static_cast<int>(date_.year());
    return month_and_day(day) < month_and_day(date_) ? years - 1 : years;
}

// By hand: every patient of every list comes through here.
std::string DateOfBirth::iso() const {
    std::string text = "0000-00-00";
    const auto put = [&text](std::size_t end, unsigned number) {
        for (; number > 0; number /= 10) {
            text[--end] = static_cast<char>('0' + number % 10);
        }
    };
    put(4, static_cast<unsigned>(static_cast<int>(date_.year()))); // 1 to 9999: see is_real
    put(7, static_cast<unsigned>(date_.month()));
    put(10, static_cast<unsigned>(date_.day()));
    return text;
}

std::string DateOfBirth::spelled() const {
    static constexpr std::array<std::string_view, 12> months = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    return fmt::format(
        "{} {} {:04}",
        static_cast<unsigned>(date_.day()),
        months[static_cast<unsigned>(date_.month()) - 1],
        static_cast<int>(date_.year())
    );
}

Result<DateReading> read_date(std::string_view cell) {
    const PlainCell plain{cell};
    if (plain.view().empty()) {
        return invalid("dob.missing");
    }
    const auto shape = date_shape(plain.view());
    if (!shape) {
        return is_excel_serial(plain.view()) ? invalid("dob.excel_serial") : invalid("dob.invalid");
    }
    const bool day_first = is_real(*shape, shape->first, shape->second);
    const bool month_first =
        shape->kind == DateShape::Kind::numbers && is_real(*shape, shape->second, shape->first);
    if (!day_first && !month_first) {
        return invalid("dob.invalid");
    }
    DateReading reading;
    reading.year_ = static_cast<std::int16_t>(shape->year);
    reading.first_ = static_cast<std::uint8_t>(shape->first);
    reading.second_ = static_cast<std::uint8_t>(shape->second);
    reading.two_digit_year_ = shape->two_digit_year;
    if (shape->kind != DateShape::Kind::numbers) {
        reading.sense_ = DateSense::order_free;
    } else if (day_first && month_first) {
        reading.sense_ = DateSense::either;
    } else {
        reading.sense_ = day_first ? DateSense::day_first_only : DateSense::month_first_only;
    }
    return reading;
}

Result<DateOfBirthReading> DateReading::as(DateOrder order, year_month_day today) const {
    const bool wrong_order =
        (order == DateOrder::day_first && sense_ == DateSense::month_first_only)
        || (order == DateOrder::month_first && sense_ == DateSense::day_first_only);
    if (wrong_order) {
        return invalid("dob.invalid");
    }
    const bool swapped = order == DateOrder::month_first && sense_ != DateSense::order_free;
    const int day_number = swapped ? second_ : first_;
    const int month_number = swapped ? first_ : second_;
    if (!two_digit_year_) {
        const year_month_day date = date_of(year_, month_number, day_number);
        if (!in_lifetime(date, today)) {
            return invalid("dob.out_of_range");
        }
        return DateOfBirthReading{DateOfBirth{date}, false};
    }
    int possible = 0;
    bool real = false;
    year_month_day date;
    for (const int century : {1800, 1900, 2000, 2100}) {
        const year_month_day candidate = date_of(century + year_, month_number, day_number);
        real = real || candidate.ok();
        if (candidate.ok() && in_lifetime(candidate, today)) {
            date = candidate;
            ++possible;
        }
    }
    if (!real) {
        return invalid("dob.invalid");
    }
    if (possible == 0) {
        return invalid("dob.out_of_range");
    }
    if (possible > 1) {
        return invalid("dob.ambiguous");
    }
    return DateOfBirthReading{DateOfBirth{date}, true};
}

Result<DateOfBirthReading>
parse_date_of_birth(std::string_view cell, DateOrder order, year_month_day today) {
    COHORT_TRY(reading, read_date(cell));
    return reading.as(order, today);
}

}

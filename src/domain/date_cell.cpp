#include "domain/date_cell.hpp"

#include "domain/ascii.hpp"

#include <array>
#include <cstddef>

namespace cohort::domain {

namespace {

bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool equal_without_case(std::string_view text, std::string_view lower_case) {
    if (text.size() != lower_case.size()) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (ascii_lower(text[at]) != lower_case[at]) {
            return false;
        }
    }
    return true;
}

constexpr std::array<std::string_view, 12> month_names = {
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december"
};

// 1 to 12; 0 for any other word. Full names, their first three letters, and 'Sept'.
int month_named(std::string_view word) {
    for (std::size_t month = 0; month < month_names.size(); ++month) {
        const std::string_view name = month_names[month];
        if (equal_without_case(word, name) || equal_without_case(word, name.substr(0, 3))) {
            return static_cast<int>(month) + 1;
        }
    }
    return equal_without_case(word, "sept") ? 9 : 0;
}

// Reads from the left and never past the end.
class Scanner {
public:
    explicit Scanner(std::string_view text) : rest_(text) {}

    bool at_end() const { return rest_.empty(); }

    bool next_is_digit() const { return !rest_.empty() && is_ascii_digit(rest_.front()); }

    std::string_view digits() { return take(is_ascii_digit); }

    std::string_view letters() { return take(is_letter); }

    bool skip(char wanted) {
        if (rest_.empty() || rest_.front() != wanted) {
            return false;
        }
        rest_.remove_prefix(1);
        return true;
    }

    void skip_blanks() {
        while (skip(' ')) {
        }
    }

    // One of / . - or blanks; 0 when none is there.
    char separator() {
        for (const char candidate : {'/', '.', '-'}) {
            if (skip(candidate)) {
                return candidate;
            }
        }
        if (!skip(' ')) {
            return 0;
        }
        skip_blanks();
        return ' ';
    }

private:
    std::string_view take(bool (*belongs)(char)) {
        std::size_t length = 0;
        while (length < rest_.size() && belongs(rest_[length])) {
            ++length;
        }
        const std::string_view taken = rest_.substr(0, length);
        rest_.remove_prefix(length);
        return taken;
    }

    std::string_view rest_;
};

bool two_digits_up_to(std::string_view digits, int most) {
    return (digits.size() == 1 || digits.size() == 2) && ascii_number(digits) <= most;
}

// Nothing, or blanks or a T and then h:mm, with seconds, fractions, am/pm or Z as systems add them.
bool is_time_or_nothing(Scanner scanner) {
    if (scanner.at_end()) {
        return true;
    }
    if (!scanner.skip('T') && !scanner.skip('t') && !scanner.skip(' ')) {
        return false;
    }
    scanner.skip_blanks();
    if (!two_digits_up_to(scanner.digits(), 24) || !scanner.skip(':')) {
        return false;
    }
    const std::string_view minutes = scanner.digits();
    if (minutes.size() != 2 || ascii_number(minutes) > 59) {
        return false;
    }
    if (scanner.skip(':')) {
        const std::string_view seconds = scanner.digits();
        if (seconds.size() != 2 || ascii_number(seconds) > 59) {
            return false;
        }
        if (scanner.skip('.')) {
            const std::string_view fraction = scanner.digits();
            if (fraction.empty() || fraction.size() > 9) {
                return false;
            }
        }
    }
    if (scanner.skip('Z')) {
        return scanner.at_end();
    }
    scanner.skip_blanks();
    const std::string_view half = scanner.letters();
    return scanner.at_end()
           && (half.empty() || equal_without_case(half, "am") || equal_without_case(half, "pm"));
}

bool is_day_or_month(std::string_view digits) {
    return digits.size() == 1 || digits.size() == 2;
}

bool is_year(std::string_view digits) {
    return digits.size() == 2 || digits.size() == 4;
}

// yyyy-mm-dd and yyyymmdd, after their first run of digits.
std::optional<DateShape> year_first(std::string_view lead, Scanner scanner) {
    DateShape shape{DateShape::Kind::year_first, 0, 0, 0, false};
    if (lead.size() == 8) {
        shape.year = ascii_number(lead.substr(0, 4));
        shape.second = ascii_number(lead.substr(4, 2));
        shape.first = ascii_number(lead.substr(6, 2));
    } else {
        shape.year = ascii_number(lead);
        if (!scanner.skip('-')) {
            return std::nullopt;
        }
        const std::string_view month = scanner.digits();
        if (month.size() != 2 || !scanner.skip('-')) {
            return std::nullopt;
        }
        const std::string_view day = scanner.digits();
        if (day.size() != 2) {
            return std::nullopt;
        }
        shape.second = ascii_number(month);
        shape.first = ascii_number(day);
    }
    if (!is_time_or_nothing(scanner)) {
        return std::nullopt;
    }
    return shape;
}

}

std::optional<DateShape> date_shape(std::string_view cell) {
    Scanner scanner{cell};
    const std::string_view lead = scanner.digits();
    if (lead.size() == 4 || lead.size() == 8) {
        return year_first(lead, scanner);
    }
    if (!is_day_or_month(lead)) {
        return std::nullopt;
    }
    DateShape shape{DateShape::Kind::numbers, ascii_number(lead), 0, 0, false};
    const char separator = scanner.separator();
    if (separator == 0) {
        return std::nullopt;
    }
    if (scanner.next_is_digit()) {
        const std::string_view second = scanner.digits();
        if (!is_day_or_month(second) || separator == ' ') {
            return std::nullopt;
        }
        shape.second = ascii_number(second);
    } else {
        shape.kind = DateShape::Kind::day_month;
        shape.second = month_named(scanner.letters());
        if (shape.second == 0 || separator == '.') {
            return std::nullopt;
        }
    }
    if (scanner.separator() != separator) {
        return std::nullopt;
    }
    const std::string_view year = scanner.digits();
    if (!is_year(year) || !is_time_or_nothing(scanner)) {
        return std::nullopt;
    }
    shape.year = ascii_number(year);
    shape.two_digit_year = year.size() == 2;
    return shape;
}

// Excel's day 60,000 is in 2064; anything longer is another kind of number.
bool is_excel_serial(std::string_view cell) {
    Scanner scanner{cell};
    const std::string_view whole = scanner.digits();
    if (whole.empty() || whole.size() > 5) {
        return false;
    }
    if (scanner.skip('.')) {
        scanner.digits();
    }
    return scanner.at_end();
}

}

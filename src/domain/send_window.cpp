#include "domain/send_window.hpp"

#include "domain/ascii.hpp"
#include "domain/london_time.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>

namespace cohort::domain {

namespace {

using std::chrono::minutes;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> day_texts = {
    "mon", "tue", "wed", "thu", "fri", "sat", "sun"
};
constexpr std::array<std::string_view, 7> day_names = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
};

std::optional<std::size_t> day_index(std::string_view text) {
    const auto* found = std::ranges::find(day_texts, text);
    if (found == day_texts.end()) {
        return std::nullopt;
    }
    return static_cast<std::size_t>(found - day_texts.begin());
}

// The text up to `mark`, which goes too; all of it where there is none.
std::string_view take_until(std::string_view& text, char mark) {
    const std::size_t at = text.find(mark);
    const std::string_view taken = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return taken;
}

// 'mon', 'mon-fri', 'mon,wed,fri-sun'; days rise within a range.
std::optional<std::bitset<7>> parse_days(std::string_view text) {
    std::bitset<7> days;
    while (!text.empty()) {
        std::string_view range = take_until(text, ',');
        const auto first = day_index(take_until(range, '-'));
        const auto last = range.empty() ? first : day_index(range);
        if (!first || !last || *last < *first) {
            return std::nullopt;
        }
        for (std::size_t day = *first; day <= *last; ++day) {
            days.set(day);
        }
    }
    return days;
}

// HH:MM, up to 24:00.
std::optional<minutes> parse_clock(std::string_view text) {
    const bool shaped = text.size() == 5 && text[2] == ':' && is_ascii_digit(text[0])
                        && is_ascii_digit(text[1]) && is_ascii_digit(text[3])
                        && is_ascii_digit(text[4]);
    if (!shaped) {
        return std::nullopt;
    }
    const int hour = (text[0] - '0') * 10 + (text[1] - '0');
    const int minute = (text[3] - '0') * 10 + (text[4] - '0');
    const minutes clock{hour * 60 + minute};
    if (minute > 59 || clock > minutes{24 * 60}) {
        return std::nullopt;
    }
    return clock;
}

std::string clock_text(minutes clock) {
    return fmt::format("{:02}:{:02}", clock.count() / 60, clock.count() % 60);
}

std::string clock_words(minutes clock) {
    const auto hour = clock.count() / 60;
    const auto minute = clock.count() % 60;
    if (minute == 0 && hour % 12 == 0) {
        return hour == 12 ? "midday" : "midnight";
    }
    const auto shown = hour % 12 == 0 ? 12 : hour % 12;
    const std::string_view half = hour < 12 ? "am" : "pm";
    return minute == 0 ? fmt::format("{}{}", shown, half)
                       : fmt::format("{}:{:02}{}", shown, minute, half);
}

// Runs of days: 'mon-fri,sun', or in words 'Monday to Friday, Sunday'.
std::string days_joined(
    std::bitset<7> days,
    const std::array<std::string_view, 7>& called,
    std::string_view to,
    std::string_view comma
) {
    std::string out;
    for (std::size_t first = 0; first < 7; ++first) {
        if (!days.test(first)) {
            continue;
        }
        std::size_t last = first;
        while (last + 1 < 7 && days.test(last + 1)) {
            ++last;
        }
        out += out.empty() ? "" : comma;
        out += called[first];
        if (last > first) {
            out += to;
            out += called[last];
        }
        first = last;
    }
    return out;
}

constexpr year_month_day on(int year, unsigned month, unsigned day) {
    return std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{day};
}

constexpr year_month_day holidays_of_england[] = {
    on(2026, 1, 1),   on(2026, 4, 3),   on(2026, 4, 6),   on(2026, 5, 4),   on(2026, 5, 25),
    on(2026, 8, 31),  on(2026, 12, 25), on(2026, 12, 28), on(2027, 1, 1),   on(2027, 3, 26),
    on(2027, 3, 29),  on(2027, 5, 3),   on(2027, 5, 31),  on(2027, 8, 30),  on(2027, 12, 27),
    on(2027, 12, 28), on(2028, 1, 3),   on(2028, 4, 14),  on(2028, 4, 17),  on(2028, 5, 1),
    on(2028, 5, 29),  on(2028, 8, 28),  on(2028, 12, 25), on(2028, 12, 26),
};
static_assert(std::ranges::is_sorted(holidays_of_england));

}

Result<SendWindow> SendWindow::parse(std::string_view text) {
    std::string_view rest = trim(text);
    if (rest == "always") {
        return always();
    }
    SendWindow window;
    window.always_ = false;
    const auto days = parse_days(take_until(rest, ' '));
    const std::string_view hours = take_until(rest, ' ');
    if (hours.size() != 11 || hours[5] != '-' || !(rest.empty() || rest == "holidays")) {
        return invalid("send_window.unreadable");
    }
    const auto opens = parse_clock(hours.substr(0, 5));
    const auto closes = parse_clock(hours.substr(6));
    if (!days || !opens || !closes) {
        return invalid("send_window.unreadable");
    }
    if (days->none() || *closes <= *opens) {
        return invalid("send_window.empty");
    }
    window.days_ = *days;
    window.opens_ = *opens;
    window.closes_ = *closes;
    window.on_holidays_ = rest == "holidays";
    return window;
}

std::string SendWindow::text() const {
    if (always_) {
        return "always";
    }
    return fmt::format(
        "{} {}-{}{}",
        days_joined(days_, day_texts, "-", ","),
        clock_text(opens_),
        clock_text(closes_),
        on_holidays_ ? " holidays" : ""
    );
}

std::string SendWindow::spelled() const {
    if (always_) {
        return "At any time";
    }
    return fmt::format(
        "{}, {} to {}{}",
        days_joined(days_, day_names, " to ", ", "),
        clock_words(opens_),
        clock_words(closes_),
        on_holidays_ ? "" : ", not on bank holidays"
    );
}

bool SendWindow::open_on(std::chrono::local_days day, std::span<const year_month_day> holidays)
    const {
    const std::chrono::weekday weekday{day};
    if (!days_.test(weekday.iso_encoding() - 1)) {
        return false;
    }
    return on_holidays_ || std::ranges::find(holidays, year_month_day{day}) == holidays.end();
}

bool is_open(TimePoint now, const SendWindow& window, std::span<const year_month_day> holidays) {
    if (window.always_) {
        return true;
    }
    const LocalTime local = to_london(now);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const minutes clock = local - day;
    return window.open_on(day, holidays) && clock >= window.opens_ && clock < window.closes_;
}

// A window has at least one week day, and holidays do not fill a year of them.
constexpr int days_ahead_max = 366;

TimePoint
next_opening(TimePoint now, const SendWindow& window, std::span<const year_month_day> holidays) {
    if (is_open(now, window, holidays)) {
        return now;
    }
    auto day = std::chrono::floor<std::chrono::days>(to_london(now));
    for (int ahead = 0; ahead <= days_ahead_max; ++ahead, day += std::chrono::days{1}) {
        if (!window.open_on(day, holidays)) {
            continue;
        }
        // An opening in the hour that is skipped in March is the first instant after it; where even
        // the closing lies in it, that day has no window.
        const TimePoint opens = read_london(LocalTime{day + window.opens_}).utc;
        if (opens > now && is_open(opens, window, holidays)) {
            return opens;
        }
    }
    COHORT_ENSURE(false, "a send window that never opens");
    return now;
}

TimePoint closing_of_next_day(
    TimePoint now, const SendWindow& window, std::span<const year_month_day> holidays
) {
    auto day = std::chrono::floor<std::chrono::days>(to_london(now));
    for (int ahead = 0; ahead < days_ahead_max; ++ahead) {
        day += std::chrono::days{1};
        if (window.always_) {
            return read_london(LocalTime{day + std::chrono::days{1}}).utc;
        }
        const TimePoint opens = read_london(LocalTime{day + window.opens_}).utc;
        if (window.open_on(day, holidays) && is_open(opens, window, holidays)) {
            return read_london(LocalTime{day + window.closes_}).utc;
        }
    }
    COHORT_ENSURE(false, "a send window that never opens");
    return now;
}

std::span<const year_month_day> england_bank_holidays() {
    return holidays_of_england;
}

}

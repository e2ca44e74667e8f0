// The words for times; see london_time.hpp.
#include "domain/london_time.hpp"

#include <array>
#include <fmt/format.h>

namespace cohort::domain {

namespace {

constexpr std::array<std::string_view, 12> months = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
};

constexpr std::array<std::string_view, 7> weekdays = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
};

struct Parts {
    int year;
    unsigned month;
    unsigned day;
    long hour;
    long minute;
};

template <class Time>
Parts parts_of(Time time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const auto minutes = std::chrono::floor<std::chrono::minutes>(time - day).count();
    return {
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        minutes / 60,
        minutes % 60
    };
}

std::string date_words(const Parts& parts, std::size_t month_letters) {
    return fmt::format(
        "{} {} {}", parts.day, months[parts.month - 1].substr(0, month_letters), parts.year
    );
}

std::string time_words(const Parts& parts) {
    if (parts.minute == 0 && parts.hour % 12 == 0) {
        return parts.hour == 0 ? "midnight" : "midday";
    }
    const long hour = parts.hour % 12 == 0 ? 12 : parts.hour % 12;
    const std::string_view half = parts.hour < 12 ? "am" : "pm";
    return parts.minute == 0 ? fmt::format("{}{}", hour, half)
                             : fmt::format("{}:{:02}{}", hour, parts.minute, half);
}

constexpr std::size_t whole_name = std::string_view::npos;

}

std::string say_moment(TimePoint instant) {
    const Parts parts = parts_of(to_london(instant));
    return date_words(parts, whole_name) + " at " + time_words(parts);
}

std::string say_moment_short(TimePoint instant) {
    const Parts parts = parts_of(to_london(instant));
    return date_words(parts, 3) + ", " + time_words(parts);
}

std::string say_day_and_moment(TimePoint instant) {
    const std::chrono::weekday day{std::chrono::floor<std::chrono::days>(to_london(instant))};
    return std::string(weekdays[day.iso_encoding() - 1]) + " " + say_moment(instant);
}

std::string say_time_to_the_second(TimePoint instant) {
    const auto whole = std::chrono::ceil<std::chrono::seconds>(instant);
    const Parts parts = parts_of(to_london(whole));
    return fmt::format(
        "{}:{:02}:{:02}{}",
        parts.hour % 12 == 0 ? 12 : parts.hour % 12,
        parts.minute,
        (whole - std::chrono::floor<std::chrono::minutes>(whole)).count(),
        parts.hour < 12 ? "am" : "pm"
    );
}

std::string say_date(TimePoint instant) {
    return date_words(parts_of(to_london(instant)), whole_name);
}

std::string say_date_short(TimePoint instant) {
    return date_words(parts_of(to_london(instant)), 3);
}

std::string say_time(TimePoint instant) {
    return time_words(parts_of(to_london(instant)));
}

std::string iso_utc(TimePoint instant) {
    const Parts parts = parts_of(instant);
    const auto in_minute = instant - std::chrono::floor<std::chrono::minutes>(instant);
    const auto seconds = in_minute.count() / 1000;
    const auto milliseconds = in_minute.count() % 1000;
    const std::string fraction = milliseconds == 0 ? "" : fmt::format(".{:03}", milliseconds);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}Z",
        parts.year,
        parts.month,
        parts.day,
        parts.hour,
        parts.minute,
        seconds,
        fraction
    );
}

std::string iso_local(LocalTime local) {
    const Parts parts = parts_of(local);
    return fmt::format(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        parts.year,
        parts.month,
        parts.day,
        parts.hour,
        parts.minute
    );
}

}

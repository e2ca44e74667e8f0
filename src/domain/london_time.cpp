#include "domain/london_time.hpp"

#include "domain/ascii.hpp"
#include "domain/text_normal.hpp"

#include <absl/time/time.h>

namespace cohort::domain {

namespace {

// absl's civil times count years in 64 bits, chrono's in 16; both are walked through days since
// 1970.
const absl::CivilDay civil_epoch{1970, 1, 1};

absl::CivilSecond civil_of(LocalTime local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minutes = (local - day).count();
    const absl::CivilDay civil_day = civil_epoch + day.time_since_epoch().count();
    return absl::CivilSecond{
        civil_day.year(), civil_day.month(), civil_day.day(), minutes / 60, minutes % 60, 0
    };
}

LocalTime local_of(const absl::CivilSecond& civil) {
    const std::chrono::local_days day{std::chrono::days{absl::CivilDay{civil} - civil_epoch}};
    return day + std::chrono::hours{civil.hour()} + std::chrono::minutes{civil.minute()};
}

TimePoint instant_of(absl::Time time) {
    return TimePoint{Milliseconds{absl::ToUnixMillis(time)}};
}

}

struct Zone::Inside {
    absl::TimeZone zone;
};

std::string_view text(LocalKind kind) {
    switch (kind) {
    case LocalKind::unique:
        return "unique";
    case LocalKind::skipped:
        return "skipped";
    case LocalKind::repeated:
        return "repeated";
    }
    return {};
}

Result<Zone> Zone::load(std::string_view name) {
    // absl would read ':…' and '/…' as the path of a file, and "localtime" as the machine's own
    // zone.
    const bool is_name = !name.empty() && name.size() <= 64 && name != "localtime"
                         && name.find_first_not_of(
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+-/"
                            ) == name.npos
                         && name.front() != '/';
    auto inside = std::make_shared<Inside>();
    if (!is_name || !absl::LoadTimeZone(std::string{name}, &inside->zone)) {
        return invalid("time.zone_unknown");
    }
    return Zone{std::move(inside)};
}

LocalReading Zone::read(LocalTime local) const {
    const absl::TimeZone::TimeInfo info = inside_->zone.At(civil_of(local));
    switch (info.kind) {
    case absl::TimeZone::TimeInfo::UNIQUE:
        return {instant_of(info.pre), LocalKind::unique};
    case absl::TimeZone::TimeInfo::SKIPPED:
        return {instant_of(info.trans), LocalKind::skipped};
    case absl::TimeZone::TimeInfo::REPEATED:
        return {instant_of(info.pre), LocalKind::repeated};
    }
    return {instant_of(info.pre), LocalKind::unique};
}

LocalTime Zone::local(TimePoint instant) const {
    const absl::Time time = absl::FromUnixMillis(instant.time_since_epoch().count());
    return local_of(inside_->zone.At(time).cs);
}

const Zone& london() {
    static const Zone zone = [] {
        auto loaded = Zone::load("Europe/London");
        COHORT_ENSURE(loaded.ok(), "this machine has no tzdata");
        return std::move(loaded).value();
    }();
    return zone;
}

std::chrono::year_month_day london_date(TimePoint instant) {
    return std::chrono::year_month_day{std::chrono::floor<std::chrono::days>(to_london(instant))};
}

Result<LocalTime> parse_local_time(std::string_view text) {
    const std::string_view trimmed = trim(text);
    if (trimmed.empty()) {
        return invalid("time.missing");
    }
    constexpr std::string_view shape = "0000-00-00T00:00";
    if (trimmed.size() != shape.size()) {
        return invalid("time.unreadable");
    }
    for (std::size_t at = 0; at < shape.size(); ++at) {
        const bool fits = shape[at] == '0' ? is_ascii_digit(trimmed[at]) : trimmed[at] == shape[at];
        if (!fits) {
            return invalid("time.unreadable");
        }
    }
    return make_local_time(
        ascii_number(trimmed.substr(0, 4)),
        ascii_number(trimmed.substr(5, 2)),
        ascii_number(trimmed.substr(8, 2)),
        ascii_number(trimmed.substr(11, 2)),
        ascii_number(trimmed.substr(14, 2))
    );
}

Result<LocalTime> make_local_time(int year, int month, int day, int hour, int minute) {
    const bool in_range = year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1
                          && day <= 31 && hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
    if (!in_range) {
        return invalid("time.unreadable");
    }
    const std::chrono::year_month_day date{
        std::chrono::year{year},
        std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}
    };
    if (!date.ok()) {
        return invalid("time.unreadable");
    }
    return std::chrono::local_days{date} + std::chrono::hours{hour} + std::chrono::minutes{minute};
}

}

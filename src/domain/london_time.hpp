#pragma once
// Times as people in London see and choose them, clock changes included. Storage is UTC; only pages
// and parsing at the door use this. The zone comes from the machine's tzdata (absl reads it once
// and keeps it). Any thread.
#include "base/clock.hpp"
#include "base/result.hpp"

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

namespace cohort::domain {

// A reading of a clock on a wall, to the minute; which instant it is depends on the zone.
using LocalTime = std::chrono::local_time<std::chrono::minutes>;

enum class LocalKind {
    unique,
    skipped,  // the clocks went forward over it
    repeated, // the clocks went back: it comes twice
};

// "unique", "skipped", "repeated"
std::string_view text(LocalKind kind);

struct LocalReading {
    TimePoint utc; // skipped: the first instant after the gap; repeated: the first of the two
    LocalKind kind;
};

// One zone of the tz database.
class Zone {
public:
    // Errors: time.zone_unknown.
    static Result<Zone> load(std::string_view name);

    LocalReading read(LocalTime local) const;
    LocalTime local(TimePoint instant) const; // rounded down to the minute

private:
    struct Inside;

    explicit Zone(std::shared_ptr<const Inside> inside) : inside_(std::move(inside)) {}

    std::shared_ptr<const Inside> inside_; // immutable and shared: a Zone is cheap to copy
};

// Europe/London. A Bug where the machine has no tzdata; the server looks at start.
const Zone& london();

inline LocalReading read_london(LocalTime local) {
    return london().read(local);
}

inline LocalTime to_london(TimePoint instant) {
    return london().local(instant);
}

std::chrono::year_month_day london_date(TimePoint instant);

// YYYY-MM-DDTHH:MM, as a datetime-local field gives it. Errors: time.missing, time.unreadable.
Result<LocalTime> parse_local_time(std::string_view text);

// Errors: time.unreadable where there is no such date or time.
Result<LocalTime> make_local_time(int year, int month, int day, int hour, int minute);

// For people, in London time, by the NHS style: 9am, 9:05am, midday, midnight.
std::string say_moment(TimePoint instant);             // 23 November 2026 at 9:05am
std::string say_moment_short(TimePoint instant);       // 23 Nov 2026, 9:05am
std::string say_date(TimePoint instant);               // 23 November 2026
std::string say_date_short(TimePoint instant);         // 23 Nov 2026
std::string say_time(TimePoint instant);               // 9:05am
std::string say_time_to_the_second(TimePoint instant); // 9:05:07am
std::string say_day_and_moment(TimePoint instant);     // Monday 23 November 2026 at 9:05am

// For machines.
std::string iso_utc(TimePoint instant
); // 2026-11-23T09:05:00Z, with .123 only where there are milliseconds
std::string iso_local(LocalTime local); // 2026-11-23T09:05

}

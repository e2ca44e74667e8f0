#pragma once
// The date and time of 'Send later', as somebody typed them. They are kept as typed, so that a time
// which cannot be understood yet is still a wish to send later, and nothing else. Pure.
#include "domain/london_time.hpp"

#include <string>

namespace cohort::compose {

struct TypedTime {
    std::string day = {};
    std::string month = {};
    std::string year = {};
    std::string hour = {};
    std::string minute = {};

    friend bool operator==(const TypedTime&, const TypedTime&) = default;
};

// The instant that is meant, by London's clocks. Errors, with the first field at fault as the
// detail: time.missing (nothing was typed), time.incomplete, time.not_numbers, time.year_short,
// time.unreadable (there is no such date, or no such time of day).
Result<domain::LocalReading> read_time(const TypedTime& typed);

// As somebody would type an instant, by London's clocks; the second of a time that comes twice is
// typed as the first is.
TypedTime typed_time_of(TimePoint instant);

// One value for storage, and back. A field is one line; what cannot be unpacked is empty.
std::string pack(const TypedTime& typed);
TypedTime unpack_typed_time(std::string_view packed);

}

#pragma once
// The pure part of logging: one event as one line of JSON. Whatever bytes a field holds, the line
// is valid JSON and valid UTF-8, holds no line break and cannot be mistaken for two events: a
// forged log is no evidence.
#include "base/clock.hpp"
#include "platform/log/log.hpp"

#include <span>
#include <string>

namespace cohort::log {

// A text longer than this is cut, at a character's end, and ends in "…".
inline constexpr std::size_t text_bytes_max = 2'000;

// Without the line end.
std::string
json_line(TimePoint now, Level level, std::string_view event, std::span<const Field> fields);

}

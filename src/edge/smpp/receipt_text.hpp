#pragma once
// The text of a receipt (appendix B of the specification) in its dialects: labels in any case and
// order, missing ones, times of ten or twelve digits. Pure, no bytes make it throw.
#include "base/clock.hpp"

#include <chrono>
#include <optional>
#include <string_view>

namespace cohort::smpp {

// The value behind `label`, which must stand at the start or after a blank, so that "id:" is not
// found in "pid:". `text:` and what follows is the message's own and is not looked at.
std::optional<std::string_view> field(std::string_view text, std::string_view label);

// What follows `text:`, to the end: the message's first characters, in whatever it was sent.
std::string_view message_beginning(std::string_view text);

// YYMMDDhhmm or YYMMDDhhmmss, to UTC. Nothing for a time that cannot be.
std::optional<TimePoint> time_of(std::string_view digits, std::chrono::minutes utc_offset);

// An absolute time of the protocol's own, YYMMDDhhmmsstnnp (7.1.1): p says whether the local time
// is nn quarters of an hour ahead of UTC (+) or behind it (-).
std::optional<TimePoint> absolute_time_of(std::string_view time);

}

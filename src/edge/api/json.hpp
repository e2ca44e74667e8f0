#pragma once
// JSON out and in, over Boost.JSON. Included by the handlers' sources only.
#include "base/clock.hpp"
#include "base/result.hpp"
#include "platform/http/message.hpp"

#include <boost/json.hpp>

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace cohort::api {

http::Response answer(const boost::json::value& value, int status = 200);

boost::json::value time_or_null(const std::optional<TimePoint>& time);

// An object that has only these members, each text. Errors: json.unreadable, json.not_an_object,
// json.unknown_member and json.member_not_text (the detail names the member, which the API's documentation does too).
Result<boost::json::object> read_object(std::string_view text, std::span<const std::string_view> members);
std::string_view text_of(const boost::json::object& object, std::string_view member);

// A number from a query, within limits; the fallback for nothing. Errors: query.number_unreadable.
Result<std::int64_t>
number_of(const http::Query& query, std::string_view name, std::int64_t fallback, std::int64_t most);

// "2026-11-27T09:30:00Z" or with an offset (RFC 3339 §5.6). Errors: time.unreadable.
Result<TimePoint> read_instant(std::string_view text);

}

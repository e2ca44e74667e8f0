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
// 200 with the object, or the error's problem.
http::Response answer_or_failure(const Result<boost::json::object>& result);

// RFC 9457, with the words for the code and the request's id to quote.
boost::json::object
problem_details(const http::Request& request, int status, std::string_view code);
http::Response problem_answer(const boost::json::object& details, int status);

boost::json::value time_or_null(const std::optional<TimePoint>& time);

// An object that has only these members, each text. Errors: json.unreadable, json.not_an_object,
// json.unknown_member and json.member_not_text; the detail of the last two is the member's name,
// for the problem document only.
Result<boost::json::object>
read_object(std::string_view text, std::span<const std::string_view> members);
// The same, with true or false in each; nothing at all is an empty one. Errors: json.unreadable,
// json.not_an_object, json.unknown_member and json.member_not_boolean.
Result<boost::json::object>
read_flags(std::string_view text, std::span<const std::string_view> members);
bool flag_of(const boost::json::object& object, std::string_view member);
std::string_view text_of(const boost::json::object& object, std::string_view member);

// A number from a query, within limits; the fallback for nothing. Errors: query.number_unreadable.
Result<std::int64_t> number_of(
    const http::Query& query, std::string_view name, std::int64_t fallback, std::int64_t most
);

// How many on a page. Errors: query.number_unreadable, also for 0: a page of none leads nowhere.
Result<std::int64_t>
page_limit_of(const http::Query& query, std::int64_t fallback, std::int64_t most);

// {name: items, "next": the address of the following page, or null after the last}
boost::json::object page_of(
    std::string_view name,
    boost::json::array items,
    bool full,
    std::string path,
    std::string_view mark,
    std::int64_t limit
);

inline constexpr std::size_t idempotency_key_bytes_max = 200;

// One of the words, the first for nothing. Errors: query.word_unknown.
Result<std::string_view>
word_of(const http::Query& query, std::string_view name, std::span<const std::string_view> words);

// "2026-11-27T09:30:00Z" or with an offset (RFC 3339 §5.6). Errors: time.unreadable.
Result<TimePoint> read_instant(std::string_view text);

}

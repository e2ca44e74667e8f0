#include "edge/api/json.hpp"

#include "domain/london_time.hpp"
#include "domain/sentences/sentences.hpp"

// The whole of Boost.JSON is compiled here, once.
#include <boost/json/src.hpp>

#include <algorithm>
#include <charconv>

namespace cohort::api {
namespace {

// `count` digits at `at`, moving it on.
std::optional<int> digits(std::string_view text, std::size_t& at, std::size_t count) {
    if (at + count > text.size()) {
        return std::nullopt;
    }
    int number = 0;
    const char* first = text.data() + at;
    const auto [end, fault] = std::from_chars(first, first + count, number);
    if (fault != std::errc{} || end != first + count || *first == '-') {
        return std::nullopt;
    }
    at += count;
    return number;
}

bool skip(std::string_view text, std::size_t& at, char wanted) {
    if (at >= text.size() || text[at] != wanted) {
        return false;
    }
    ++at;
    return true;
}

// A member's name that somebody else chose, no longer than one of ours would be; never cut inside a
// character.
std::string shortened(std::string_view name) {
    std::size_t end = std::min<std::size_t>(name.size(), 64);
    while (end > 0 && end < name.size() && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U
    ) {
        --end;
    }
    return std::string(name.substr(0, end));
}

// Minutes east of Greenwich; the rest of the text is the offset.
std::optional<int> offset_minutes(std::string_view text) {
    if (text == "Z" || text == "z") {
        return 0;
    }
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) {
        return std::nullopt;
    }
    std::size_t at = 1;
    const auto hours = digits(text, at, 2);
    const bool colon = skip(text, at, ':');
    const auto minutes = digits(text, at, 2);
    if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) {
        return std::nullopt;
    }
    return (text[0] == '-' ? -1 : 1) * (*hours * 60 + *minutes);
}

}

http::Response answer(const boost::json::value& value, int status) {
    return http::json(boost::json::serialize(value), status);
}

http::Response answer_or_failure(const Result<boost::json::object>& result) {
    return result.ok() ? answer(*result) : http::failure(result.error());
}

boost::json::object
problem_details(const http::Request& request, int status, std::string_view code) {
    const domain::Sentence* words = domain::sentence_for(code);
    boost::json::object details{
        {"type", "about:blank"},
        {"title", words != nullptr ? words->title : http::reason_of(status)},
        {"status", status},
        {"code", code},
        {"instance", "urn:request:" + request.request_id}
    };
    if (words != nullptr) {
        details["detail"] = words->what_to_do;
    }
    return details;
}

http::Response problem_answer(const boost::json::object& details, int status) {
    http::Response response = answer(details, status);
    response.header("Content-Type", "application/problem+json");
    return response;
}

boost::json::value time_or_null(const std::optional<TimePoint>& time) {
    return time ? boost::json::value(domain::iso_utc(*time)) : boost::json::value(nullptr);
}

namespace {

// An object that has only these members, each of which `fits`; else the error is `misfit`.
Result<boost::json::object> read_members(
    std::string_view text,
    std::span<const std::string_view> members,
    bool (*fits)(const boost::json::value&),
    ErrorCode misfit
) {
    boost::system::error_code fault;
    boost::json::value value = boost::json::parse(text, fault);
    if (fault) {
        return invalid("json.unreadable");
    }
    if (!value.is_object()) {
        return invalid("json.not_an_object");
    }
    for (const auto& member : value.get_object()) {
        const std::string_view name = member.key();
        if (std::ranges::find(members, name) == members.end()) {
            return invalid("json.unknown_member", shortened(name));
        }
        if (!fits(member.value())) {
            return invalid(misfit, shortened(name));
        }
    }
    return std::move(value.get_object());
}

}

Result<boost::json::object>
read_object(std::string_view text, std::span<const std::string_view> members) {
    const auto fits = [](const boost::json::value& value) { return value.is_string(); };
    return read_members(text, members, fits, "json.member_not_text");
}

Result<boost::json::object>
read_flags(std::string_view text, std::span<const std::string_view> members) {
    const auto fits = [](const boost::json::value& value) { return value.is_bool(); };
    return text.empty() ? Result<boost::json::object>(boost::json::object())
                        : read_members(text, members, fits, "json.member_not_boolean");
}

bool flag_of(const boost::json::object& object, std::string_view member) {
    const auto* found = object.if_contains(member);
    return found != nullptr && found->get_bool();
}

std::string_view text_of(const boost::json::object& object, std::string_view member) {
    const auto* found = object.if_contains(member);
    return found == nullptr ? std::string_view() : std::string_view(found->get_string());
}

Result<std::int64_t> number_of(
    const http::Query& query, std::string_view name, std::int64_t fallback, std::int64_t most
) {
    const auto text = query.get(name);
    if (!text) {
        return fallback;
    }
    std::int64_t number = 0;
    const auto [end, fault] = std::from_chars(text->data(), text->data() + text->size(), number);
    if (fault != std::errc{} || end != text->data() + text->size() || number < 0 || number > most) {
        return invalid("query.number_unreadable");
    }
    return number;
}

Result<std::int64_t>
page_limit_of(const http::Query& query, std::int64_t fallback, std::int64_t most) {
    COHORT_TRY(limit, number_of(query, "limit", fallback, most));
    return limit == 0 ? Result<std::int64_t>(invalid("query.number_unreadable"))
                      : Result<std::int64_t>(limit);
}

boost::json::object page_of(
    std::string_view name,
    boost::json::array items,
    bool full,
    std::string path,
    std::string_view mark,
    std::int64_t limit
) {
    boost::json::value next = nullptr;
    if (full) {
        next = std::move(path) + "?" + std::string(mark) + "&limit=" + std::to_string(limit);
    }
    return {{name, std::move(items)}, {"next", std::move(next)}};
}

Result<std::string_view>
word_of(const http::Query& query, std::string_view name, std::span<const std::string_view> words) {
    const auto text = query.get(name);
    if (!text) {
        return words.front();
    }
    const auto found = std::ranges::find(words, *text);
    return found == words.end() ? Result<std::string_view>(invalid("query.word_unknown"))
                                : Result<std::string_view>(*found);
}

Result<TimePoint> read_instant(std::string_view text) {
    const Error unreadable = invalid("time.unreadable");
    std::size_t at = 0;
    const auto year = digits(text, at, 4);
    const bool first = skip(text, at, '-');
    const auto month = digits(text, at, 2);
    const bool second = skip(text, at, '-');
    const auto day = digits(text, at, 2);
    const bool t = skip(text, at, 'T') || skip(text, at, 't');
    const auto hour = digits(text, at, 2);
    const bool colon = skip(text, at, ':');
    const auto minute = digits(text, at, 2);
    const bool colon_too = skip(text, at, ':');
    const auto seconds = digits(text, at, 2);
    if (!(year && first && month && second && day && t && hour && colon && minute && colon_too
          && seconds)) {
        return unreadable;
    }
    if (skip(text, at, '.')) {
        while (at < text.size() && text[at] >= '0' && text[at] <= '9') {
            ++at;
        }
    }
    const auto offset = offset_minutes(text.substr(at));
    const std::chrono::year_month_day date{
        std::chrono::year{*year},
        std::chrono::month{static_cast<unsigned>(*month)},
        std::chrono::day{static_cast<unsigned>(*day)}
    };
    if (!offset || !date.ok() || *hour > 23 || *minute > 59 || *seconds > 60) {
        return unreadable;
    }
    return TimePoint{std::chrono::sys_days{date}} + std::chrono::hours{*hour}
           + std::chrono::minutes{*minute - *offset} + std::chrono::seconds{*seconds};
}

}

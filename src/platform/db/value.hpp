#pragma once
// Values bound to a statement and read from a row: null, 64-bit integer, text, bytes. Times are
// integers (milliseconds since 1970, UTC), truth is 0 or 1, ids are their integers. A bound Value
// is a view: what it was made from must outlive the call.
#include "base/clock.hpp"
#include "base/id.hpp"

#include <concepts>
#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace cohort::db {

struct Bytes {
    std::string_view view;
};

using Value = std::variant<std::nullptr_t, std::int64_t, std::string_view, Bytes>;

inline Value to_value(std::nullptr_t) {
    return nullptr;
}

template <std::integral Integer>
Value to_value(Integer number) {
    return static_cast<std::int64_t>(number);
}

inline Value to_value(std::string_view text) {
    return text;
}

inline Value to_value(Bytes bytes) {
    return bytes;
}

inline Value to_value(TimePoint time) {
    return time.time_since_epoch().count();
}

template <class Tag>
Value to_value(Id<Tag> id) {
    return id.value;
}

inline Value to_value(Position position) {
    return position.value;
}

inline Value to_value(AttemptNumber attempt) {
    return attempt.value;
}

template <class T>
Value to_value(const std::optional<T>& maybe) {
    return maybe ? to_value(*maybe) : Value{nullptr};
}

// One row of a result. Views die when the callback that received the row returns.
class Row {
public:
    virtual ~Row() = default;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;

    bool truth(int column) const { return integer(column) != 0; }

    TimePoint time(int column) const { return TimePoint{Milliseconds{integer(column)}}; }

    template <class AnyId>
    AnyId id(int column) const {
        return AnyId{integer(column)};
    }

    std::optional<TimePoint> time_or_none(int column) const {
        return is_null(column) ? std::nullopt : std::optional(time(column));
    }

    std::optional<std::int64_t> integer_or_none(int column) const {
        return is_null(column) ? std::nullopt : std::optional(integer(column));
    }

    std::optional<std::string> text_or_none(int column) const {
        return is_null(column) ? std::nullopt : std::optional(std::string(text(column)));
    }
};

}

#pragma once
// One event, one line of JSON on standard error:
//     log::info("message_refused", {{"message_id", id}, {"code", error.code}, {"attempt", 2}});
//     {"time":"2026-03-01T09:30:00.123Z","level":"info","event":"message_refused","message_id":17,…}
// Fields are ids, codes and numbers. Never a name, number, address, message text, answer or token:
// the identity types and Secret do not convert to a Value, and nobody may reveal() one into a log.
// warn: someone may need to act. error: someone must. The event names are stable: metrics and tests
// use them. Threads: any. Never throws; a line that cannot be written is dropped.
#include "base/id.hpp"
#include "base/result.hpp"

#include <concepts>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

namespace cohort::log {

enum class Level { debug, info, warn, error };

class Value {
public:
    template <std::integral Integer>
    Value(Integer number) : value_(make(number)) {}

    template <std::floating_point Number>
    Value(Number number) : value_(static_cast<double>(number)) {}

    template <class Tag>
    Value(Id<Tag> id) : value_(id.value) {}

    Value(Position position) : value_(position.value) {}

    Value(AttemptNumber attempt) : value_(attempt.value) {}

    Value(ErrorCode code) : value_(code.text()) {}

    Value(std::string_view text) : value_(text) {}

    Value(const char* text) : value_(std::string_view(text)) {}

    Value(const std::string& text) : value_(std::string_view(text)) {}

    using Any = std::variant<std::int64_t, std::uint64_t, double, bool, std::string_view>;

    const Any& any() const { return value_; }

private:
    template <std::integral Integer>
    static Any make(Integer number) {
        if constexpr (std::same_as<Integer, bool>) {
            return number;
        } else if constexpr (std::signed_integral<Integer>) {
            return static_cast<std::int64_t>(number);
        } else {
            return static_cast<std::uint64_t>(number);
        }
    }

    Any value_; // text is a view: the line is made before the call returns
};

struct Field {
    std::string_view key;
    Value value;
};

using Fields = std::initializer_list<Field>;

void write(Level level, std::string_view event, Fields fields) noexcept;

inline void debug(std::string_view event, Fields fields = {}) noexcept {
    write(Level::debug, event, fields);
}

inline void info(std::string_view event, Fields fields = {}) noexcept {
    write(Level::info, event, fields);
}

inline void warn(std::string_view event, Fields fields = {}) noexcept {
    write(Level::warn, event, fields);
}

inline void error(std::string_view event, Fields fields = {}) noexcept {
    write(Level::error, event, fields);
}

// What is below is not written. The default is info.
void set_level(Level level) noexcept;
// "debug", "info", "warn", "error". Errors: log.level_unknown.
Result<Level> parse_level(std::string_view text);

// For tests: while one of these lives, lines go to it instead of standard error.
class Capture {
public:
    explicit Capture(std::function<void(std::string_view line)> on_line);
    ~Capture();
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
};

}

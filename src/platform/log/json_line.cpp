#include "platform/log/json_line.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <iterator>

namespace cohort::log {

namespace {

std::string_view name_of(Level level) {
    switch (level) {
    case Level::debug:
        return "debug";
    case Level::info:
        return "info";
    case Level::warn:
        return "warn";
    case Level::error:
        return "error";
    }
    return "error";
}

struct Character {
    char32_t point;    // U+FFFD for bytes that are no UTF-8
    std::size_t bytes; // at least 1
};

bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

// Strict: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629 §3). Requires: text is
// not empty.
Character first_character(std::string_view text) {
    constexpr Character broken{0xFFFD, 1};
    const auto lead = static_cast<unsigned char>(text[0]);
    if (lead < 0x80) {
        return {lead, 1};
    }
    const std::size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || text.size() < bytes) {
        return broken;
    }
    char32_t point = lead & (0x7FU >> bytes);
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!is_continuation(text[i])) {
            return broken;
        }
        point = (point << 6) | (static_cast<unsigned char>(text[i]) & 0x3F);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < least[bytes] || point > 0x10FFFF || surrogate) {
        return broken;
    }
    return {point, bytes};
}

// Control characters move terminals; the two separators are line ends to some readers; the
// bidirectional marks make a line look like another.
bool must_escape(char32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F) || point == 0x2028 || point == 0x2029
           || (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

void append_text(std::string& line, std::string_view text) {
    line += '"';
    std::size_t written = 0;
    while (!text.empty()) {
        const Character next = first_character(text);
        if (written + next.bytes > text_bytes_max) {
            line += "…";
            break;
        }
        written += next.bytes;
        if (next.point == '"' || next.point == '\\') {
            line += '\\';
            line += static_cast<char>(next.point);
        } else if (must_escape(next.point)) {
            fmt::format_to(
                std::back_inserter(line), "\\u{:04x}", static_cast<unsigned>(next.point)
            );
        } else if (next.point == 0xFFFD) {
            line += "\xEF\xBF\xBD";
        } else {
            line += text.substr(0, next.bytes);
        }
        text.remove_prefix(next.bytes);
    }
    line += '"';
}

struct AppendValue {
    std::string& line;

    void operator()(std::string_view text) const { append_text(line, text); }

    void operator()(bool truth) const { line += truth ? "true" : "false"; }

    void operator()(double number) const {
        if (std::isfinite(number)) {
            fmt::format_to(std::back_inserter(line), "{}", number);
        } else {
            line += "null";
        }
    }

    void operator()(std::int64_t number) const { line += fmt::format_int(number).c_str(); }

    void operator()(std::uint64_t number) const { line += fmt::format_int(number).c_str(); }
};

bool is_ours(std::string_view key) {
    return key == "time" || key == "level" || key == "event";
}

}

std::string
json_line(TimePoint now, Level level, std::string_view event, std::span<const Field> fields) {
    const auto day = std::chrono::floor<std::chrono::days>(now);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(now - day);
    std::string line = fmt::format(
        R"({{"time":"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z","level":"{}","event":)",
        static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count(),
        time.subseconds().count(),
        name_of(level)
    );
    append_text(line, event);
    for (const Field& field : fields) {
        line += ',';
        // Readers keep the last of two equal keys, so a field may not replace ours.
        append_text(line, is_ours(field.key) ? "field_" + std::string(field.key) : field.key);
        line += ':';
        std::visit(AppendValue{line}, field.value.any());
    }
    line += '}';
    return line;
}

}

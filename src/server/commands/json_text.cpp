#include "server/commands/json_text.hpp"

#include "domain/text_normal.hpp"

namespace cohort::commands {

namespace {

constexpr char32_t replacement_character = 0xFFFD;

bool is_json_blank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
        return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

// The four digits after \u, or nothing.
std::optional<char32_t> unit_at(std::string_view text, std::size_t at) {
    if (at + 4 > text.size()) {
        return std::nullopt;
    }
    char32_t unit = 0;
    for (const char c : text.substr(at, 4)) {
        const int value = hex_value(c);
        if (value < 0) {
            return std::nullopt;
        }
        unit = unit * 16 + static_cast<char32_t>(value);
    }
    return unit;
}

bool is_high(char32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low(char32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

// Reads what follows "\u" at `at` and moves past it; a pair of surrogates is one character.
bool take_unit(std::string& out, std::string_view text, std::size_t& at) {
    const auto unit = unit_at(text, at);
    if (!unit) {
        return false;
    }
    at += 4;
    char32_t code = *unit;
    if (is_high(code) && text.substr(at, 2) == "\\u") {
        const auto low = unit_at(text, at + 2);
        if (low && is_low(*low)) {
            code = 0x10000 + ((code - 0xD800) << 10) + (*low - 0xDC00);
            at += 6;
        }
    }
    const bool lone = is_high(code) || is_low(code);
    domain::append_utf8(out, lone ? replacement_character : code);
    return true;
}

// Reads what follows a backslash at `at` and moves past it.
bool take_escape(std::string& out, std::string_view text, std::size_t& at) {
    constexpr std::string_view names = "\"\\/bfnrt";
    constexpr std::string_view meanings = "\"\\/\b\f\n\r\t";
    if (at >= text.size()) {
        return false;
    }
    const char name = text[at];
    ++at;
    if (name == 'u') {
        return take_unit(out, text, at);
    }
    const std::size_t which = names.find(name);
    if (which == names.npos) {
        return false;
    }
    out += meanings[which];
    return true;
}

void append_unit(std::string& out, char32_t unit) {
    constexpr std::string_view hex = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4) {
        out += hex[(unit >> shift) & 0xF];
    }
}

void append_escaped(std::string& out, char32_t code) {
    switch (code) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    const bool ends_lines = code == 0x2028 || code == 0x2029;
    if (domain::is_control(code) || ends_lines) {
        append_unit(out, code);
    } else {
        domain::append_utf8(out, code);
    }
}

// How much of the text from `at` on stands for itself.
std::size_t plain_length(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] >= ' ' && text[end] <= '~' && text[end] != '"'
           && text[end] != '\\') {
        ++end;
    }
    return end - at;
}

}

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (std::size_t at = 0; at < text.size();) {
        if (const std::size_t plain = plain_length(text, at); plain > 0) {
            out.append(text, at, plain);
            at += plain;
            continue;
        }
        const domain::DecodedCharacter character = domain::decode_utf8(text, at);
        append_escaped(out, character.code);
        at += character.bytes;
    }
    out += '"';
}

std::optional<std::string> parse_json_string(std::string_view line) {
    while (!line.empty() && is_json_blank(line.front())) {
        line.remove_prefix(1);
    }
    while (!line.empty() && is_json_blank(line.back())) {
        line.remove_suffix(1);
    }
    if (line.size() < 2 || line.front() != '"' || line.back() != '"') {
        return std::nullopt;
    }
    const std::string_view inside = line.substr(1, line.size() - 2);
    std::string value;
    value.reserve(inside.size());
    for (std::size_t at = 0; at < inside.size();) {
        const char c = inside[at];
        ++at;
        if (c == '\\') {
            if (!take_escape(value, inside, at)) {
                return std::nullopt;
            }
            continue;
        }
        if (c == '"' || static_cast<unsigned char>(c) < 0x20) {
            return std::nullopt;
        }
        value += c;
    }
    return value;
}

}

#include "edge/smtp/mime/header_text.hpp"

#include "edge/smtp/base64.hpp"

#include <algorithm>

namespace cohort::smtp::mime {

namespace {

// RFC 2047 §2: a line with an encoded-word has at most 76 characters, an encoded-word at most 75.
constexpr std::size_t line_characters_max = 76;
constexpr std::size_t word_characters_max = 75;
constexpr std::string_view word_opens = "=?UTF-8?B?";
constexpr std::string_view word_closes = "?=";
constexpr std::size_t address_octets_max = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets

bool is_control(char c) {
    return (c >= 0 && c < ' ') || c == '\x7f';
}

// 0 when the bytes at the front are no character (RFC 3629: no overlong form, no surrogate, not
// above U+10FFFF).
std::size_t character_bytes(std::string_view text) {
    const auto byte = [text](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto follows = [byte](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
    const auto first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    if (first >= 0xC2 && first <= 0xDF && follows(1)) {
        return 2;
    }
    if ((first & 0xF0U) == 0xE0U && follows(1) && follows(2)) {
        const bool overlong = first == 0xE0 && byte(1) < 0xA0;
        const bool surrogate = first == 0xED && byte(1) > 0x9F;
        return overlong || surrogate ? 0 : 3;
    }
    if (first >= 0xF0 && first <= 0xF4 && follows(1) && follows(2) && follows(3)) {
        const bool overlong = first == 0xF0 && byte(1) < 0x90;
        const bool beyond = first == 0xF4 && byte(1) > 0x8F;
        return overlong || beyond ? 0 : 4;
    }
    return 0;
}

// As many whole characters as fit into one encoded-word of `columns` characters.
std::size_t word_bytes(std::string_view text, std::size_t columns) {
    const auto room = (columns - word_opens.size() - word_closes.size()) / 4 * 3;
    std::size_t bytes = 0;
    while (bytes < text.size()) {
        const auto next = character_bytes(text.substr(bytes));
        if (bytes + next > room) {
            break;
        }
        bytes += next;
    }
    return bytes;
}

// Appends encoded-words; `column` is how much of the line is taken, and is kept up to date.
void append_encoded(std::string& out, std::size_t& column, std::string_view text) {
    while (!text.empty()) {
        const auto columns = std::min(word_characters_max, line_characters_max - column);
        const auto bytes = word_bytes(text, columns);
        const auto word = base64(text.substr(0, bytes));
        out.append(word_opens).append(word).append(word_closes);
        column += word_opens.size() + word.size() + word_closes.size();
        text.remove_prefix(bytes);
        if (!text.empty()) {
            out += "\r\n ";
            column = 1;
        }
    }
}

// Readable as it stands: ASCII, nothing that looks like an encoded-word, and spaces only where
// folding keeps them.
bool may_stand(std::string_view text) {
    return is_ascii(text) && !text.contains("=?") && !text.contains("  ") && !text.starts_with(' ')
           && !text.ends_with(' ');
}

// Folds at spaces. False, with `out` unchanged, when a word is too long for a line.
bool append_folded(std::string& out, std::size_t column, std::string_view text) {
    const auto before = out.size();
    while (!text.empty()) {
        const auto word = text.substr(0, text.find(' ', 1));
        if (column + word.size() > line_characters_max) {
            if (column <= 1 || word.size() > line_characters_max || !word.starts_with(' ')) {
                out.resize(before);
                return false;
            }
            out += "\r\n";
            column = 0;
        }
        out.append(word);
        column += word.size();
        text.remove_prefix(word.size());
    }
    return true;
}

std::string quoted_string(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
        }
        out += c;
    }
    return out + '"';
}

}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto bytes = character_bytes(text);
        if (bytes == 0) {
            return false;
        }
        text.remove_prefix(bytes);
    }
    return true;
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0; });
}

Outcome check_header_text(std::string_view text) {
    if (std::ranges::any_of(text, is_control)) {
        return invalid("email.header_control");
    }
    if (!is_utf8(text)) {
        return invalid("email.text_not_utf8");
    }
    return done();
}

Result<std::string> unstructured_field(std::string_view name, std::string_view text) {
    COHORT_CHECK(check_header_text(text));
    std::string out{name};
    out += ": ";
    auto column = out.size();
    if (!may_stand(text) || !append_folded(out, column, text)) {
        append_encoded(out, column, text);
    }
    out += "\r\n";
    return out;
}

Result<std::string>
mailbox_field(std::string_view name, std::string_view display, std::string_view address) {
    COHORT_CHECK(check_header_text(display));
    if (!is_usable_address(address)) {
        return invalid("email.address_unusable");
    }
    std::string out{name};
    out += ": ";
    if (display.empty()) {
        return out.append(address).append("\r\n");
    }
    auto column = out.size();
    const auto quoted = quoted_string(display);
    if (may_stand(display) && column + quoted.size() <= line_characters_max) {
        out += quoted;
        column += quoted.size();
    } else {
        append_encoded(out, column, display);
    }
    const bool fits = column + address.size() + 3 <= line_characters_max;
    out.append(fits ? " <" : "\r\n <").append(address).append(">\r\n");
    return out;
}

bool is_usable_address(std::string_view address) {
    const auto at = address.find('@');
    const bool shaped = at != std::string_view::npos && at > 0 && at + 1 < address.size()
                        && address.find('@', at + 1) == std::string_view::npos
                        && address.size() <= address_octets_max;
    const auto breaks_out = [](char c) {
        return is_control(c) || std::string_view{" <>()[]\\,;:\""}.contains(c);
    };
    return shaped && is_utf8(address) && std::ranges::none_of(address, breaks_out);
}

}

#include "domain/typed_text.hpp"

#include "domain/text_normal.hpp"

namespace cohort::domain {
namespace {

bool is_layout(char32_t code) {
    return code == U'\n' || code == U'\r' || code == U'\t';
}

}

std::string read_lines(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size();) {
        const DecodedCharacter character = decode_utf8(bytes, at);
        at += character.bytes;
        if (!is_control(character.code) || is_layout(character.code)) {
            append_utf8(text, character.code);
        }
    }
    return text;
}

std::string read_name(std::string_view bytes) {
    const std::string line = read_line(bytes);
    std::string name;
    name.reserve(line.size());
    for (std::size_t at = 0; at < line.size();) {
        const DecodedCharacter character = decode_utf8(line, at);
        at += character.bytes;
        if (!is_direction_override(character.code)) {
            append_utf8(name, character.code);
        }
    }
    return squeeze_blanks(name);
}

std::string read_line(std::string_view bytes) {
    return squeeze_blanks(read_lines(bytes));
}

}

#include "edge/smtp/mime/quoted_printable.hpp"

#include "edge/smtp/mime/lines.hpp"

namespace cohort::smtp::mime {

namespace {

// 76 with the "=" of a soft line break, which takes the last place.
constexpr std::size_t coded_characters_max = 75;

bool stands_for_itself(char c, bool last_of_line) {
    if (c == ' ' || c == '\t') {
        return !last_of_line; // trailing white space is lost by some relays
    }
    return c > ' ' && c < '\x7f' && c != '=';
}

void append_coded_line(std::string& out, std::string_view line) {
    constexpr std::string_view hex = "0123456789ABCDEF";
    std::size_t column = 0;
    for (std::size_t i = 0; i < line.size(); ++i) {
        const char c = line[i];
        const bool plain = stands_for_itself(c, i + 1 == line.size());
        const std::size_t width = plain ? 1 : 3;
        if (column + width > coded_characters_max) {
            out += "=\r\n";
            column = 0;
        }
        if (plain) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '=';
            out += hex[byte >> 4];
            out += hex[byte & 15];
        }
        column += width;
    }
    out += "\r\n";
}

}

std::string quoted_printable(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8 + 64);
    for_each_line(text, [&out](std::string_view line) { append_coded_line(out, line); });
    if (!text.empty() && !text.ends_with('\n') && !text.ends_with('\r')) {
        out.resize(out.size() - 2);
    }
    return out;
}

}

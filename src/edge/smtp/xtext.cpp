#include "edge/smtp/xtext.hpp"

#include <charconv>

namespace cohort::smtp {

namespace {

bool stands_in_xtext(char c) {
    return c > ' ' && c < '\x7f' && c != '+' && c != '=';
}

}

std::string xtext(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        if (stands_in_xtext(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '+';
            out += digits[byte >> 4U];
            out += digits[byte & 15U];
        }
    }
    return out;
}

std::optional<std::string> read_xtext(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (stands_in_xtext(text[i])) {
            out += text[i];
            continue;
        }
        const auto pair = text.substr(i + 1, 2);
        unsigned byte = 0;
        const auto [end, fault] = std::from_chars(pair.data(), pair.data() + pair.size(), byte, 16);
        const bool read = text[i] == '+' && pair.size() == 2 && fault == std::errc{}
                          && end == pair.data() + pair.size();
        if (!read) {
            return std::nullopt;
        }
        out += static_cast<char>(byte);
        i += 2;
    }
    return out;
}

}

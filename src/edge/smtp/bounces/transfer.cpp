#include "edge/smtp/bounces/transfer.hpp"

#include <charconv>
#include <cstdint>

namespace cohort::smtp::bounces {

std::string read_quoted_printable(std::string_view body) {
    std::string out;
    out.reserve(body.size());
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] != '=') {
            out += body[i];
            continue;
        }
        const auto rest = body.substr(i + 1);
        if (rest.starts_with("\r\n") || rest.starts_with("\n")) {
            i += rest.front() == '\r' ? 2 : 1; // the line goes on
            continue;
        }
        const auto pair = rest.substr(0, 2);
        unsigned byte = 0;
        const auto [end, fault] = std::from_chars(pair.data(), pair.data() + pair.size(), byte, 16);
        if (pair.size() == 2 && fault == std::errc{} && end == pair.data() + pair.size()) {
            out += static_cast<char>(byte);
            i += 2;
        } else {
            out += '=';
        }
    }
    return out;
}

std::string read_base64(std::string_view body) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve(body.size() / 4 * 3);
    std::uint32_t held = 0;
    unsigned bits = 0;
    for (const char c : body) {
        const auto value = alphabet.find(c);
        if (c == '=') {
            break;
        }
        if (value == std::string_view::npos) {
            continue; // line ends, and whatever else
        }
        held = (held << 6U | static_cast<std::uint32_t>(value)) & 0xFFFFFFU;
        bits += 6;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(held >> bits & 0xFFU);
        }
    }
    return out;
}

}

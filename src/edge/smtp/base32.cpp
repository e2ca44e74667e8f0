#include "edge/smtp/base32.hpp"

#include <algorithm>
#include <cstdint>

namespace cohort::smtp {

namespace {

constexpr std::string_view base32_alphabet = "abcdefghijklmnopqrstuvwxyz234567";

}

std::string base32(std::string_view bytes) {
    std::string out;
    out.reserve((bytes.size() * 8 + 4) / 5);
    std::uint32_t held = 0;
    int bits = 0;
    for (const char byte : bytes) {
        held = (held << 8U | static_cast<unsigned char>(byte)) & 0xFFFFU;
        for (bits += 8; bits >= 5; bits -= 5) {
            out += base32_alphabet[held >> static_cast<unsigned>(bits - 5) & 31U];
        }
    }
    if (bits > 0) {
        out += base32_alphabet[held << static_cast<unsigned>(5 - bits) & 31U];
    }
    return out;
}

std::optional<std::string> read_base32(std::string_view text) {
    std::string bytes;
    std::uint32_t held = 0;
    int bits = 0;
    for (const char letter : text) {
        const auto value = base32_alphabet.find(letter);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        held = (held << 5U | static_cast<std::uint32_t>(value)) & 0xFFFFU;
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            bytes += static_cast<char>(held >> static_cast<unsigned>(bits) & 0xFFU);
        }
    }
    return base32(bytes) == text ? std::optional{bytes} : std::nullopt;
}

bool is_base32(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return base32_alphabet.contains(c); });
}

}

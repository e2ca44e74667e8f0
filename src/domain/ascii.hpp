#pragma once
// The few questions about ASCII that every parser asks; std's ask the locale.
#include <string_view>

namespace cohort::domain {

constexpr bool is_ascii_digit(char c) {
    return c >= '0' && c <= '9';
}

constexpr char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Requires: digits only, at most nine.
constexpr int ascii_number(std::string_view digits) {
    int value = 0;
    for (const char digit : digits) {
        value = value * 10 + (digit - '0');
    }
    return value;
}

}

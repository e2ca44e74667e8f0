#include "edge/smpp/receipt_text.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cohort::smpp {
namespace {

constexpr std::string_view message_label = "text:";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool starts_with(std::string_view text, std::string_view label) {
    return text.size() >= label.size()
           && std::ranges::equal(text.substr(0, label.size()), label, {}, lower);
}

// Where `label` stands as a word of its own.
std::size_t find_label(std::string_view text, std::string_view label) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool word_starts = at == 0 || text[at - 1] == ' ';
        if (word_starts && starts_with(text.substr(at), label)) {
            return at;
        }
    }
    return std::string_view::npos;
}

}

std::optional<std::string_view> field(std::string_view text, std::string_view label) {
    const std::string_view own = text.substr(0, find_label(text, message_label));
    const std::size_t at = find_label(own, label);
    if (at == std::string_view::npos) {
        return std::nullopt;
    }
    std::string_view value = own.substr(at + label.size());
    if (value.starts_with(' ')) { // "stat: DELIVRD"
        value.remove_prefix(1);
    }
    return value.substr(0, value.find(' '));
}

std::string_view message_beginning(std::string_view text) {
    const std::size_t at = find_label(text, message_label);
    return at == std::string_view::npos ? std::string_view{}
                                        : text.substr(at + message_label.size());
}

std::optional<TimePoint> time_of(std::string_view digits, std::chrono::minutes utc_offset) {
    if (digits.size() != 10 && digits.size() != 12) {
        return std::nullopt;
    }
    std::array<unsigned, 6> parts{};
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (digits[i] < '0' || digits[i] > '9') {
            return std::nullopt;
        }
        parts[i / 2] = parts[i / 2] * 10 + static_cast<unsigned>(digits[i] - '0');
    }
    using namespace std::chrono;
    const year_month_day date{
        year{2000 + static_cast<int>(parts[0])}, month{parts[1]}, day{parts[2]}
    };
    if (!date.ok() || parts[3] > 23 || parts[4] > 59 || parts[5] > 59) {
        return std::nullopt;
    }
    return sys_days{date} + hours{parts[3]} + minutes{parts[4]} + seconds{parts[5]} - utc_offset;
}

std::optional<TimePoint> absolute_time_of(std::string_view time) {
    if (time.size() != 16 || (time[15] != '+' && time[15] != '-')) {
        return std::nullopt;
    }
    const auto digit = [&](std::size_t at) { return time[at] - '0'; };
    const bool digits =
        std::ranges::all_of(time.substr(12, 3), [](char c) { return c >= '0' && c <= '9'; });
    const int quarters = 10 * digit(13) + digit(14);
    if (!digits || quarters > 48) {
        return std::nullopt;
    }
    const std::chrono::minutes ahead{(time[15] == '+' ? 15 : -15) * quarters};
    return time_of(time.substr(0, 12), ahead);
}

}

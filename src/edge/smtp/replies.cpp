#include "edge/smtp/replies.hpp"

#include <fmt/core.h>

#include <utility>

namespace cohort::smtp {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Takes one to three digits from the front, or nothing.
std::optional<int> take_number(std::string_view& text) {
    int number = 0;
    std::size_t digits = 0;
    while (digits < text.size() && is_digit(text[digits])) {
        if (digits == 3) {
            return std::nullopt;
        }
        number = number * 10 + (text[digits] - '0');
        ++digits;
    }
    text.remove_prefix(digits);
    return digits == 0 ? std::nullopt : std::optional{number};
}

bool take_dot(std::string_view& text) {
    if (!text.starts_with('.')) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

}

std::optional<EnhancedStatus> read_enhanced_status(std::string_view text) {
    const auto klass = take_number(text);
    if (!klass || (*klass != 2 && *klass != 4 && *klass != 5) || !take_dot(text)) {
        return std::nullopt;
    }
    const auto subject = take_number(text);
    if (!subject || !take_dot(text)) {
        return std::nullopt;
    }
    const auto detail = take_number(text);
    if (!detail || (!text.empty() && text.front() != ' ')) {
        return std::nullopt;
    }
    return EnhancedStatus{*klass, *subject, *detail};
}

std::string reply_detail(const Reply& reply) {
    if (!reply.enhanced) {
        return fmt::format("{}", reply.code);
    }
    const auto& status = *reply.enhanced;
    return fmt::format("{} {}.{}.{}", reply.code, status.klass, status.subject, status.detail);
}

ReplyReader::State ReplyReader::next(Reply& reply) {
    while (!broken_) {
        const auto end = buffer_.find('\n');
        if (end == std::string::npos) {
            broken_ = buffer_.size() + building_bytes_ > reply_bytes_max;
            return broken_ ? State::unreadable : State::incomplete;
        }
        std::string line = buffer_.substr(0, end);
        buffer_.erase(0, end + 1);
        if (line.ends_with('\r')) {
            line.pop_back();
        }
        bool last = false;
        if (take_line(line, last) == State::unreadable) {
            broken_ = true;
            break;
        }
        if (last) {
            reply = std::exchange(building_, Reply{});
            building_bytes_ = 0;
            return State::complete;
        }
    }
    return State::unreadable;
}

// "250-text", "250 text" or "250"; every line of one reply has the same code.
ReplyReader::State ReplyReader::take_line(std::string_view line, bool& last) {
    const bool shaped = line.size() >= 3 && line[0] >= '2' && line[0] <= '5' && is_digit(line[1])
                        && is_digit(line[2])
                        && (line.size() == 3 || line[3] == ' ' || line[3] == '-');
    building_bytes_ += line.size() + 2;
    if (!shaped || building_bytes_ > reply_bytes_max || building_.lines.size() == reply_lines_max) {
        return State::unreadable;
    }
    const int code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
    const auto text = line.substr(line.size() == 3 ? 3 : 4);
    if (building_.lines.empty()) {
        building_.code = code;
        const auto enhanced = read_enhanced_status(text);
        if (enhanced && enhanced->klass == code / 100) {
            building_.enhanced = enhanced;
        }
    } else if (code != building_.code) {
        return State::unreadable;
    }
    building_.lines.emplace_back(text);
    last = line.size() == 3 || line[3] == ' ';
    return State::complete;
}

}

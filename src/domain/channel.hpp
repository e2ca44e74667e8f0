#pragma once
// How a message reaches a patient.
#include <optional>
#include <string_view>

namespace cohort::domain {

enum class Channel { sms, email };

// As in the database and the API: "sms", "email".
constexpr std::string_view text(Channel channel) {
    return channel == Channel::sms ? "sms" : "email";
}

constexpr std::optional<Channel> parse_channel(std::string_view text) {
    if (text == "sms") {
        return Channel::sms;
    }
    if (text == "email") {
        return Channel::email;
    }
    return std::nullopt;
}

}

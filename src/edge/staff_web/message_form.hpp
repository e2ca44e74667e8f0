#pragma once
// Step 2's form: what its fields say, and what is wrong with them. Pure.
#include "base/clock.hpp"
#include "domain/london_time.hpp"
#include "flow/compose/compose.hpp"
#include "platform/http/form.hpp"

#include <optional>
#include <string>

namespace cohort::staff_web {

struct MessageForm {
    domain::Channel channel = domain::Channel::sms;
    std::string subject = {};
    std::string text = {};
    bool later = false;
    // As typed.
    std::string day = {};
    std::string month = {};
    std::string year = {};
    std::string hour = {};
    std::string minute = {};
};

MessageForm read_message_form(const http::Form& form);
MessageForm form_of(const compose::Content& content);

// The chosen instant. Errors: time.missing, time.unreadable.
Result<domain::LocalReading> read_time(const MessageForm& form);

}

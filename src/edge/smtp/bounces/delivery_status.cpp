#include "edge/smtp/bounces/delivery_status.hpp"

#include "edge/smtp/bounces/mail.hpp"
#include "edge/smtp/lower_case.hpp"
#include "edge/smtp/xtext.hpp"

#include <utility>

namespace cohort::smtp::bounces {

namespace {

using Action = RecipientStatus::Action;

Action read_action(std::string_view value) {
    const auto word = lower_case(value.substr(0, value.find_first_of(" \t(;")));
    for (const auto& [name, action] :
         {std::pair{"failed", Action::failed},
          std::pair{"delayed", Action::delayed},
          std::pair{"delivered", Action::delivered},
          std::pair{"relayed", Action::relayed},
          std::pair{"expanded", Action::expanded}}) {
        if (word == name) {
            return action;
        }
    }
    return Action::unknown;
}

bool says_nothing(const EnhancedStatus& status) {
    return status.subject == 0; // "5.0.0": other or undefined
}

RecipientStatus read_recipient(const Fields& fields) {
    RecipientStatus recipient;
    recipient.action = read_action(fields.first("action"));
    recipient.status = read_enhanced_status(fields.first("status"));
    auto words = fields.first("diagnostic-code");
    const auto type = words.find(';'); // "smtp; 550 5.1.1 …"
    words.remove_prefix(type == std::string_view::npos ? 0 : type + 1);
    recipient.words = lower_case(words);
    const auto found = find_status(words);
    if (found && (!recipient.status || says_nothing(*recipient.status))) {
        recipient.status = found;
    }
    return recipient;
}

bool is_digit_or_dot(char c) {
    return c == '.' || domain::is_ascii_digit(c);
}

}

DeliveryStatus read_delivery_status(std::string_view body) {
    DeliveryStatus status;
    const auto message = take_fields(body);
    const auto id = message.first("original-envelope-id");
    status.envelope_id = read_xtext(id).value_or("");
    while (!body.empty() && status.recipients.size() < recipients_max) {
        const auto fields = take_fields(body);
        if (!fields.first("action").empty() || !fields.first("status").empty()) {
            status.recipients.push_back(read_recipient(fields));
        }
    }
    // Some leave out the empty line between the two groups.
    if (status.recipients.empty() && !message.first("action").empty()) {
        status.recipients.push_back(read_recipient(message));
    }
    return status;
}

std::optional<EnhancedStatus> find_status(std::string_view text) {
    for (auto at = text.find_first_of("45"); at != std::string_view::npos;
         at = text.find_first_of("45", at + 1)) {
        if (at > 0 && is_digit_or_dot(text[at - 1])) {
            continue; // inside a number, or an address such as 10.4.1.1
        }
        auto word = text.substr(at, 12);
        auto end = word.find_first_not_of(".0123456789");
        word = word.substr(0, end);
        while (word.ends_with('.')) {
            word.remove_suffix(1); // the end of a sentence
        }
        if (const auto status = read_enhanced_status(word)) {
            return status;
        }
    }
    return std::nullopt;
}

}

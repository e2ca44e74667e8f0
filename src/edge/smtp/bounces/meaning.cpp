#include "edge/smtp/bounces/meaning.hpp"

#include "edge/smtp/about.hpp"

#include <fmt/core.h>

namespace cohort::smtp::bounces {

namespace {

using Action = RecipientStatus::Action;
using Says = send::Receipt::Says;

const char* word_for(Action action) {
    switch (action) {
    case Action::failed:
        return "failed";
    case Action::delayed:
        return "delayed";
    case Action::delivered:
        return "delivered";
    case Action::relayed:
        return "relayed";
    case Action::expanded:
        return "expanded";
    case Action::unknown:
        break;
    }
    return "unknown";
}

const char* failure_reason(About about) {
    switch (about) {
    case About::address:
        return "email.address_unknown";
    case About::address_shut:
        return "email.mailbox_closed";
    case About::domain:
        return "email.domain_unknown";
    case About::unreachable:
        return "email.domain_unreachable";
    case About::full:
        return "email.mailbox_full";
    case About::size:
        return "email.message_too_large";
    case About::utf8:
        return "email.address_needs_smtputf8";
    case About::content:
        return "email.message_refused";
    case About::policy:
    case About::rate:
    case About::login:
    case About::sender:
        return "email.provider_refused_us";
    case About::settings:
    case About::unknown:
        break;
    }
    return "email.undelivered";
}

About about_failure(const RecipientStatus& recipient) {
    const auto by_words = about_text(recipient.words);
    if (!recipient.status) {
        return by_words;
    }
    const auto found = about_status(*recipient.status);
    // 5.1.10 is a null MX by the registry; Exchange says it of a recipient it cannot find.
    const bool exchange =
        *recipient.status == EnhancedStatus{5, 1, 10}
        && (by_words == About::address || recipient.words.contains("recipientnotfound"));
    if (exchange) {
        return About::address;
    }
    return found == About::unknown ? by_words : found;
}

Meaning failure(const RecipientStatus& recipient, std::string detail) {
    const auto about = about_failure(recipient);
    const bool for_now = recipient.status && recipient.status->klass == 4;
    if (for_now && about != About::full) {
        return {Says::expired, "email.undelivered_in_time", std::move(detail)};
    }
    return {Says::failed, failure_reason(about), std::move(detail)};
}

}

Meaning meaning_of(const RecipientStatus& recipient) {
    std::string detail = word_for(recipient.action);
    if (recipient.status) {
        const auto& [klass, subject, number] = *recipient.status;
        detail += fmt::format(" {}.{}.{}", klass, subject, number);
    }
    switch (recipient.action) {
    case Action::delivered:
        return {Says::delivered, "", std::move(detail)};
    case Action::relayed:
    case Action::expanded:
        return {Says::interim, "email.passed_on", std::move(detail)};
    case Action::delayed:
        return {Says::interim, "email.delayed", std::move(detail)};
    case Action::failed:
        return failure(recipient, std::move(detail));
    case Action::unknown:
        break;
    }
    return {Says::unknown, "email.report_unclear", std::move(detail)};
}

}

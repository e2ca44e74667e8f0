#include "edge/smtp/bounces/looks.hpp"

#include "edge/smtp/lower_case.hpp"

#include <algorithm>
#include <array>
#include <span>

namespace cohort::smtp::bounces {

namespace {

using Words = std::span<const std::string_view>;

// Subjects, each as one of the programs writes it.
constexpr std::array<std::string_view, 16> bounce_subjects{
    "failure notice",            // qmail, Yahoo
    "undeliverable",             // Exchange
    "undelivered mail returned", // Postfix
    "mail delivery failed",      // Exim
    "mail delivery failure",
    "delivery status notification", // Gmail, IIS
    "delivery failure",
    "delivery has failed",
    "delivery notification",
    "returned mail", // Sendmail
    "returned to sender",
    "mail system error",
    "message could not be delivered",
    "non delivery",
    "nondeliverable",
    "rejected:"
};
constexpr std::array<std::string_view, 7> delay_words{
    "delayed",
    "delivery incomplete", // Gmail
    "warning: could not send message",
    "has not yet been delivered",
    "still being retried",
    "will be retried",
    "will retry"
};
constexpr std::array<std::string_view, 8> answer_subjects{
    "automatic reply", // Exchange
    "auto reply",
    "autoreply",
    "auto-reply",
    "auto response",
    "out of office",
    "out of the office",
    "on leave"
};
constexpr std::array<std::string_view, 4> daemons{
    "mailer-daemon", "postmaster@", "mail delivery subsystem", "mail delivery system"
};
constexpr std::size_t words_bytes_max = 16 * 1024;

bool holds_any(std::string_view text, Words words) {
    return std::ranges::any_of(words, [text](auto word) { return text.contains(word); });
}

// The text ahead of the letter that is given back: the letter's own words are not the report's.
std::string report_words(const Mail& mail) {
    for (const auto& part : mail.parts) {
        if (!part.type.starts_with("text/")) {
            continue;
        }
        auto words = lower_case(std::string_view{part.body}.substr(0, words_bytes_max));
        for (const auto* given_back :
             {"--- below this line is a copy", // qmail
              "------ this is a copy of",      // Exim
              "----- original message -----",  // Gmail, Yahoo
              "original message headers",      // Exchange
              "\nreturn-path:",
              "\nreceived: from"}) {
            words = words.substr(0, words.find(given_back));
        }
        return words;
    }
    return {};
}

}

Looks looks_of(const Mail& mail) {
    const auto subject = lower_case(mail.fields.first("subject"));
    const auto from = lower_case(mail.fields.first("from"));
    const bool by_daemon =
        holds_any(from, daemons) || !mail.fields.first("x-failed-recipients").empty();
    if (holds_any(subject, answer_subjects) && !by_daemon) {
        return Looks::answer;
    }
    const bool bounced = by_daemon || holds_any(subject, bounce_subjects);
    if (bounced
        && (holds_any(subject, delay_words) || holds_any(report_words(mail), delay_words))) {
        return Looks::delay;
    }
    if (bounced) {
        return Looks::bounce;
    }
    // RFC 3834 §5; the others are older.
    const auto submitted = lower_case(mail.fields.first("auto-submitted"));
    const bool machine = submitted.starts_with("auto-replied")
                         || !mail.fields.first("x-autoreply").empty()
                         || !mail.fields.first("x-autorespond").empty()
                         || lower_case(mail.fields.first("precedence")) == "auto_reply"
                         || mail.report_type == "disposition-notification";
    return machine ? Looks::answer : Looks::anything;
}

RecipientStatus read_words(const Mail& mail, Looks looks) {
    RecipientStatus recipient;
    recipient.action =
        looks == Looks::delay ? RecipientStatus::Action::delayed : RecipientStatus::Action::failed;
    recipient.words = report_words(mail);
    recipient.status = find_status(recipient.words);
    return recipient;
}

}

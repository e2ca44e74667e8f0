#include "edge/smtp/mime/letter.hpp"

#include "edge/smtp/mime/header_text.hpp"
#include "edge/smtp/mime/html_part.hpp"
#include "edge/smtp/mime/quoted_printable.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace cohort::smtp::mime {

namespace {

// "=_" cannot occur in quoted-printable text, where "=" is always followed by a digit, a letter A-F
// or a line end: so the boundary never needs to be searched for in the parts (RFC 2045 §6.7, note).
constexpr std::string_view boundary = "=_cohort_alternative";

std::string part(std::string_view type, std::string_view text) {
    return fmt::format(
        "--{}\r\nContent-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: "
        "quoted-printable\r\n\r\n{}\r\n",
        boundary,
        type,
        quoted_printable(text)
    );
}

bool is_atom_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-'
           || c == '_' || c == '.';
}

bool may_stand_in_id(std::string_view reference) {
    return !reference.empty() && reference.size() <= 200
           && std::ranges::all_of(reference, is_atom_character) && !reference.starts_with('.')
           && !reference.ends_with('.') && !reference.contains("..");
}

constexpr std::size_t url_octets_max = 900; // with its field's name below RFC 5322's 998

// RFC 3986's characters and no other: nothing that ends the brackets around it or the line.
bool is_unsubscribe_url(std::string_view url) {
    constexpr std::string_view marks = "-._~:/?#[]@!$&'()*+,;=%";
    return url.starts_with("https://") && url.size() <= url_octets_max
           && std::ranges::all_of(url, [marks](char c) {
                  return is_atom_character(c) || marks.contains(c);
              });
}

// RFC 8058 §3.1: the second field is what lets a mail program do it with one click.
Result<std::string> unsubscribe_fields(std::string_view url) {
    if (url.empty()) {
        return std::string{};
    }
    if (!is_unsubscribe_url(url)) {
        return invalid("email.unsubscribe_unusable");
    }
    return fmt::format(
        "List-Unsubscribe: <{}>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", url
    );
}

}

std::string id_text(std::string_view reference) {
    if (may_stand_in_id(reference)) {
        return std::string{reference};
    }
    std::string hex = "x";
    for (const char c : reference) {
        hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    }
    return hex;
}

std::string date_text(TimePoint at) {
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
    };
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(at - day)};
    return fmt::format(
        "{}, {:02} {} {:04} {:02}:{:02}:{:02} +0000",
        days.at(std::chrono::weekday{day}.c_encoding()),
        static_cast<unsigned>(date.day()),
        months.at(static_cast<unsigned>(date.month()) - 1),
        static_cast<int>(date.year()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

Result<std::string> write_letter(const Letter& letter) {
    if (!is_utf8(letter.text)) {
        return invalid("email.text_not_utf8");
    }
    COHORT_CHECK(check_header_text(letter.message_id));
    COHORT_TRY(from, mailbox_field("From", letter.from_name, letter.from_address));
    COHORT_TRY(to, mailbox_field("To", "", letter.to));
    COHORT_TRY(subject, unstructured_field("Subject", letter.subject));
    COHORT_TRY(unsubscribe, unsubscribe_fields(letter.unsubscribe_url));
    std::string reply_to;
    if (!letter.reply_to.empty()) {
        COHORT_TRY(field, mailbox_field("Reply-To", "", letter.reply_to));
        reply_to = std::move(field);
    }
    auto out = fmt::format(
        "Date: {}\r\n{}{}{}{}{}Message-ID: <{}>\r\nAuto-Submitted: auto-generated\r\nMIME-Version: "
        "1.0\r\n"
        "Content-Type: multipart/alternative;\r\n boundary=\"{}\"\r\n\r\n",
        date_text(letter.date),
        from,
        reply_to,
        to,
        subject,
        unsubscribe,
        letter.message_id,
        boundary
    );
    out += part("text/plain", letter.text);
    out += part("text/html", html_part(letter.subject, letter.text));
    out += fmt::format("--{}--\r\n", boundary);
    return out;
}

}

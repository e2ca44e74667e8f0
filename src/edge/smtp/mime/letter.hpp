#pragma once
// One email to one person, as RFC 5322 and MIME want it: text/plain and the same words as
// text/html. Promise: exactly one To, no Cc and no Bcc; no header can be broken out of; US-ASCII
// throughout unless the address itself is not; no line over 998 octets; no bare CR or LF. Pure: the
// date and the reference are given.
#include "base/clock.hpp"
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace cohort::smtp::mime {

struct Letter {
    std::string_view from_name;
    std::string_view from_address;
    std::string_view reply_to; // may be empty
    std::string_view to;
    std::string_view subject;
    std::string_view text;
    std::string_view message_id; // without the angle brackets
    TimePoint date;
    std::string_view unsubscribe_url = {}; // https; may be empty
};

// Lines end in CRLF; dots are not doubled yet.
// Errors: email.address_unusable, email.header_control, email.text_not_utf8,
// email.unsubscribe_unusable.
Result<std::string> write_letter(const Letter& letter);

// What stands before the @ of a Message-ID. The same reference always gives the same, so that a
// bounce, a duplicate and a resend can be recognised. A reference that could not stand there is
// written in hexadecimal.
std::string id_text(std::string_view reference);

// "Mon, 23 Nov 2026 09:08:50 +0000" (RFC 5322 §3.3), in UTC.
std::string date_text(TimePoint at);

}

#pragma once
// Enough MIME (RFC 2045-2047, 5322) to show a mail: its subject and its text. Pure; never fails:
// what cannot be read is shown as it came.
#include <string>
#include <string_view>

namespace cohort::simulator::mail {

struct ReadMail {
    std::string subject;
    std::string message_id;
    std::string from;      // the header, decoded
    std::string plain;     // the first text/plain part
    std::string html_text; // the first text/html part without its tags

    std::string text() const { return plain.empty() ? html_text : plain; }
};

// `message` with CRLF line ends, as it came between DATA and the dot, dots unstuffed.
ReadMail read_mail(std::string_view message);

std::string decode_words(std::string_view header);          // RFC 2047
std::string decode_quoted_printable(std::string_view body); // RFC 2045 §6.7
std::string decode_base64(std::string_view body);           // skips what is not base64
std::string text_of_html(std::string_view html);

}

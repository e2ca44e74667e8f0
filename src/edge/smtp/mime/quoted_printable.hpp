#pragma once
// Quoted-printable (RFC 2045 §6.7): any text as printable US-ASCII lines of at most 76 characters,
// so that no relay needs 8BITMIME and no line can reach the 998 octets of RFC 5322 §2.1.1. Pure.
#include <string>
#include <string_view>

namespace cohort::smtp::mime {

// Lines of `text` may end in CRLF, CR or LF; they leave as CRLF, so no bare CR or LF ever reaches a
// relay. The result ends in CRLF only if the text ends in a line end: decoded, it is the text, no
// more.
std::string quoted_printable(std::string_view text);

}

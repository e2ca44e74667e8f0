#pragma once
// Header values that nobody can break out of: a line break or another control character is an
// error, never removed, and everything outside US-ASCII becomes RFC 2047 encoded-words. Pure.
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace cohort::smtp::mime {

// Valid UTF-8 without control characters. Errors: email.header_control, email.text_not_utf8.
Outcome check_header_text(std::string_view text);

bool is_utf8(std::string_view text);
bool is_ascii(std::string_view text);

// A whole field, "Name: value" CRLF, folded below 78 columns. Errors: as check_header_text.
Result<std::string> unstructured_field(std::string_view name, std::string_view text);

// "Name: display <address>" CRLF; without a display name "Name: address". The address stands as it
// is: a caller that writes one outside US-ASCII needs SMTPUTF8 (RFC 6532). Errors: as
// check_header_text; email.address_unusable.
Result<std::string>
mailbox_field(std::string_view name, std::string_view display, std::string_view address);

// One address that can stand in an envelope and in a header without quoting: no white space,
// control character, bracket, comma, quote or backslash, exactly one '@', something on both sides,
// at most 254 octets (RFC 5321).
bool is_usable_address(std::string_view address);

}

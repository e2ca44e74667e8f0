#pragma once
// Percent coding (RFC 3986 §2.1) and what may be redirected to.
#include "base/result.hpp"

#include <string>
#include <string_view>

namespace cohort::http {

// Everything but letters, digits and - . _ ~ is encoded: safe in a path segment, a query name or
// value.
std::string percent_encode(std::string_view text);

// Errors: http.url_broken ("%" without two hexadecimal digits, or a NUL).
Result<std::string> percent_decode(std::string_view text);

// True for a path on this server ("/bulk-messages?page=2") and nothing else: no scheme, no
// "//host", no backslash, no control character. What a sign-in page may be told to return to.
bool is_local_path(std::string_view target);

}

#pragma once
// A message as it travels (RFC 5321 §4.5.2): a line that begins with a dot gets another, and a line
// with one dot ends it.
#include <string>
#include <string_view>

namespace cohort::smtp {

// Appends to `out`. Requires: lines of `message` end in CRLF, the last one too, and hold no other
// CR or LF: a bare one would let a text end the message early on a lenient server.
void append_transparent(std::string& out, std::string_view message);

}

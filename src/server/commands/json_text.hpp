#pragma once
// As much JSON as the checkers of `cohort check` need: strings, in and out. Pure.
#include <optional>
#include <string>
#include <string_view>

namespace cohort::commands {

// Appends `text` as a JSON string with its quotes. Ill-formed UTF-8 becomes U+FFFD. Whatever some
// reader of lines might take for a line's end (NEL, U+2028, U+2029 beside the controls) is escaped.
void append_json_string(std::string& out, std::string_view text);

// The value of a JSON string (RFC 8259 §7) with nothing but blanks around it. A lone surrogate
// becomes U+FFFD; bytes that are not UTF-8 are passed on as they are. Nothing for anything else.
std::optional<std::string> parse_json_string(std::string_view line);

}

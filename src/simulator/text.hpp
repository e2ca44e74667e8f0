#pragma once
// Text that came from outside, made into UTF-8 that may be shown and stored.
#include <string>
#include <string_view>

namespace cohort::simulator {

// Appends one code point. What is no scalar value becomes U+FFFD.
void append_utf8(std::string& out, char32_t point);

// A copy in which every byte sequence that is not UTF-8 has become U+FFFD.
std::string valid_utf8(std::string_view bytes);
std::string latin1_to_utf8(std::string_view bytes);
std::string windows1252_to_utf8(std::string_view bytes);

// The first `most` characters, never half of one.
std::string_view first_characters(std::string_view utf8, std::size_t most);

// ASCII only: addresses, header names, protocol words.
std::string lower(std::string_view text);
bool same_ignoring_case(std::string_view a, std::string_view b);
std::string_view trim(std::string_view text);

}

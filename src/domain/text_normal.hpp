#pragma once
// Text as Unicode: checking UTF-8, trimming, and the two normal forms the rules ask for. Every call
// has a fast path for ASCII, which is nearly everything in a practice's file; the rest goes to ICU
// (nothing of ICU shows here). Pure; any thread.
#include <cstddef>
#include <string>
#include <string_view>

namespace cohort::domain {

bool is_ascii(std::string_view text);

// Strict: no overlong forms, no surrogates, nothing above U+10FFFF (RFC 3629).
bool is_valid_utf8(std::string_view text);

// The text with every ill-formed piece replaced by U+FFFD, one for each maximal subpart (Unicode
// 15, 3.9).
std::string repair_utf8(std::string_view bytes);

// One character and how many bytes it took. An ill-formed piece reads as U+FFFD.
struct DecodedCharacter {
    char32_t code;
    std::size_t bytes;
    bool well_formed;
};

// Requires: at < text.size().
DecodedCharacter decode_utf8(std::string_view text, std::size_t at);

// Requires: code is a Unicode scalar value.
void append_utf8(std::string& text, char32_t code);

// Unicode's White_Space property.
bool is_white_space(char32_t code);

// What a person cannot see: white space and the zero-width characters (U+200B, U+2060, U+FEFF).
bool is_blank(char32_t code);

// Without blanks (is_blank) at both ends. A view into `text`.
std::string_view trim(std::string_view text);

// Trimmed, and each run of white space inside made one space. A zero-width character inside a word
// stays: made a space it would cut the word in two.
std::string squeeze_blanks(std::string_view text);

// Normal forms (UAX 15). Ill-formed input is repaired first.
std::string nfc(std::string_view text);
std::string nfkc(std::string_view text);

// Of any script.
bool is_letter_or_digit(char32_t code);

// C0 and C1 controls and DEL.
bool is_control(char32_t code);

// The characters that turn the direction of what follows (U+202A–202E, U+2066–2069, U+200E, U+200F,
// U+061C).
bool is_direction_override(char32_t code);

}

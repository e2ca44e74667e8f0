#pragma once
// How many SMS a text is, exactly as it will be cut: count_sms counts what split_sms makes, so that
// the number beside the text box is the number on the bill. A part holds 160 septets or 70 UTF-16
// units when alone, 153 or 67 with a concatenation header. Neither an ESC pair nor a surrogate pair
// may straddle two parts, so parts are packed greedily: 152 a + € + 152 a is 306 septets and 3
// parts, not the 2 that dividing would say.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::domain {

enum class SmsEncoding { gsm7, ucs2 };

// "gsm7", "ucs2"
std::string_view text(SmsEncoding encoding);

struct ReplaceableCharacter {
    std::string character;
    std::string with;
    bool changes_a_letter; // an accent goes: the sender should look before agreeing

    friend bool operator==(const ReplaceableCharacter&, const ReplaceableCharacter&) = default;
};

struct SmsCount {
    SmsEncoding encoding;
    std::size_t units;    // septets (an extended character is two), or UTF-16 units
    std::size_t segments; // an empty text is one part, as it would be on the wire
    // Characters outside GSM 7-bit, each once, in the order in which they appear: those with a
    // substitute, and all.
    std::vector<ReplaceableCharacter> replaceable;
    std::vector<std::string> forcing_ucs2;
};

// Any bytes; see sms_normal.
SmsCount count_sms(std::string_view utf8);

// Without the two lists: for rendering ten thousand messages.
struct SmsSize {
    SmsEncoding encoding;
    std::size_t units;
    std::size_t segments;

    friend bool operator==(const SmsSize&, const SmsSize&) = default;
};

SmsSize measure_sms(std::string_view utf8);

// True when it may be sent: at most sms_segments_max parts (918 septets, or 402 UTF-16 units, less
// what is lost at the borders of parts).
bool fits_sms(const SmsSize& size);

// The payload of one part, without the user data header: GSM 7-bit with one septet in an octet (as
// SMPP's default alphabet wants it), or UCS-2 big endian.
struct SmsSegment {
    SmsEncoding encoding;
    std::vector<std::uint8_t> payload;
};

// The reference in the concatenation header of each part: eight bits are what is counted; sixteen
// leave one septet less to a part (152, or 66 units), so that a text may need more parts than
// count_sms says.
enum class SmsReference { eight_bits, sixteen_bits };

// At least one part. All parts have one encoding.
std::vector<SmsSegment>
split_sms(std::string_view utf8, SmsReference reference = SmsReference::eight_bits);

// What the parts say when put together again: the reverse of split_sms.
std::string join_sms(const std::vector<SmsSegment>& segments);

// Every replaceable character replaced (NFC first, so that an accent written apart joins its
// letter).
std::string simplify(std::string_view utf8);

}

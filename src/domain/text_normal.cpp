#include "domain/text_normal.hpp"

#include "base/ensure.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

namespace cohort::domain {

namespace {

constexpr char32_t replacement_character = 0xFFFD;

// In the words of ICU; a Bug if its data is missing, which is our installation at fault.
std::string normalise(const icu::Normalizer2* form, UErrorCode loaded, std::string_view text) {
    COHORT_ENSURE(U_SUCCESS(loaded), "ICU has no normalisation data");
    UErrorCode status = U_ZERO_ERROR;
    const auto wide = icu::UnicodeString::fromUTF8(
        icu::StringPiece{text.data(), static_cast<std::int32_t>(text.size())}
    );
    const icu::UnicodeString normal = form->normalize(wide, status);
    COHORT_ENSURE(U_SUCCESS(status), "ICU cannot normalise");
    std::string out;
    normal.toUTF8String(out);
    return out;
}

constexpr bool is_ascii_blank(char32_t code) {
    return code == 0x20 || (code >= 0x09 && code <= 0x0D);
}

template <class Function>
void for_each_decoded(std::string_view text, Function function) {
    for (std::size_t at = 0; at < text.size();) {
        const DecodedCharacter character = decode_utf8(text, at);
        function(character);
        at += character.bytes;
    }
}

}

bool is_ascii(std::string_view text) {
    std::size_t at = 0;
    for (; at + 8 <= text.size(); at += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, text.data() + at, 8);
        if ((eight & 0x8080808080808080ULL) != 0) {
            return false;
        }
    }
    for (; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) >= 0x80) {
            return false;
        }
    }
    return true;
}

DecodedCharacter decode_utf8(std::string_view text, std::size_t at) {
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) {
        return {lead, 1, true};
    }
    const std::size_t window = std::min<std::size_t>(text.size() - at, 4);
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data() + at);
    std::int32_t used = 0;
    UChar32 code = 0;
    // NOLINTNEXTLINE(bugprone-inc-dec-in-conditions): inside ICU's macro
    U8_NEXT(bytes, used, static_cast<std::int32_t>(window), code);
    if (code < 0) {
        return {replacement_character, static_cast<std::size_t>(used), false};
    }
    return {static_cast<char32_t>(code), static_cast<std::size_t>(used), true};
}

bool is_valid_utf8(std::string_view text) {
    if (is_ascii(text)) {
        return true;
    }
    bool valid = true;
    for_each_decoded(text, [&](const DecodedCharacter& character) {
        valid = valid && character.well_formed;
    });
    return valid;
}

std::string repair_utf8(std::string_view bytes) {
    if (is_valid_utf8(bytes)) {
        return std::string{bytes};
    }
    std::string out;
    out.reserve(bytes.size());
    for_each_decoded(bytes, [&](const DecodedCharacter& character) {
        append_utf8(out, character.code);
    });
    return out;
}

void append_utf8(std::string& text, char32_t code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
        return;
    }
    std::uint8_t bytes[4];
    std::int32_t used = 0;
    U8_APPEND_UNSAFE(bytes, used, static_cast<UChar32>(code));
    text.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(used));
}

// Written out: it has 25 members and is stable.
bool is_white_space(char32_t code) {
    if (code < 0x85) {
        return is_ascii_blank(code);
    }
    return code == 0x85 || code == 0xA0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200A)
           || code == 0x2028 || code == 0x2029 || code == 0x202F || code == 0x205F
           || code == 0x3000;
}

bool is_blank(char32_t code) {
    return is_white_space(code) || code == 0x200B || code == 0x2060 || code == 0xFEFF;
}

std::string_view trim(std::string_view text) {
    while (!text.empty()) {
        const auto lead = static_cast<unsigned char>(text.front());
        if (lead < 0x80) {
            if (!is_ascii_blank(lead)) {
                break;
            }
            text.remove_prefix(1);
            continue;
        }
        const DecodedCharacter first = decode_utf8(text, 0);
        if (!is_blank(first.code)) {
            break;
        }
        text.remove_prefix(first.bytes);
    }
    while (!text.empty()) {
        const auto end = static_cast<unsigned char>(text.back());
        if (end < 0x80) {
            if (!is_ascii_blank(end)) {
                break;
            }
            text.remove_suffix(1);
            continue;
        }
        std::size_t start = text.size() - 1;
        while (start > 0 && text.size() - start < 4
               && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) {
            --start;
        }
        const DecodedCharacter last = decode_utf8(text, start);
        if (!last.well_formed || start + last.bytes != text.size() || !is_blank(last.code)) {
            break;
        }
        text.remove_suffix(last.bytes);
    }
    return text;
}

std::string squeeze_blanks(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    bool blank_before = false;
    const std::string_view trimmed = trim(text);
    for (std::size_t at = 0; at < trimmed.size();) {
        const DecodedCharacter character = decode_utf8(trimmed, at);
        const bool blank = is_white_space(character.code);
        if (!blank) {
            if (blank_before) {
                out += ' ';
            }
            out.append(trimmed, at, character.bytes);
        }
        blank_before = blank;
        at += character.bytes;
    }
    return out;
}

std::string nfc(std::string_view text) {
    if (is_ascii(text)) {
        return std::string{text};
    }
    UErrorCode loaded = U_ZERO_ERROR;
    return normalise(icu::Normalizer2::getNFCInstance(loaded), loaded, repair_utf8(text));
}

std::string nfkc(std::string_view text) {
    if (is_ascii(text)) {
        return std::string{text};
    }
    UErrorCode loaded = U_ZERO_ERROR;
    return normalise(icu::Normalizer2::getNFKCInstance(loaded), loaded, repair_utf8(text));
}

bool is_letter_or_digit(char32_t code) {
    return u_isalnum(static_cast<UChar32>(code)) != 0;
}

bool is_control(char32_t code) {
    return code < 0x20 || (code >= 0x7F && code < 0xA0);
}

bool is_direction_override(char32_t code) {
    return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069)
           || code == 0x200E || code == 0x200F || code == 0x061C;
}

}

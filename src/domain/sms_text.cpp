#include "domain/sms_text.hpp"

#include "base/ensure.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>
#include <array>
#include <unicode/normalizer2.h>
#include <unicode/unistr.h>

namespace cohort::domain {

namespace {

constexpr char32_t escape = 0x1B;

// By septet, as 3GPP TS 23.038 §6.2.1 prints it; 0x1B is the escape to the extension table.
constexpr std::u32string_view basic_table = U"@£$¥èéùìòÇ\nØø\rÅå"
                                            U"Δ_ΦΓΛΩΠΨΣΘΞ\x1B"
                                            U"ÆæßÉ"
                                            U" !\"#¤%&'()*+,-./"
                                            U"0123456789:;<=>?"
                                            U"¡ABCDEFGHIJKLMNO"
                                            U"PQRSTUVWXYZÄÖÑÜ§"
                                            U"¿abcdefghijklmno"
                                            U"pqrstuvwxyzäöñüà";
static_assert(basic_table.size() == 128);

struct Extended {
    std::uint8_t septet;
    char32_t character;
};

// 3GPP TS 23.038 §6.2.1.1.
constexpr Extended extension_table[] = {
    {0x0A, U'\f'},
    {0x14, U'^'},
    {0x28, U'{'},
    {0x29, U'}'},
    {0x2F, U'\\'},
    {0x3C, U'['},
    {0x3D, U'~'},
    {0x3E, U']'},
    {0x40, U'|'},
    {0x65, U'€'},
};

// The reverse, for everything below U+0100: 0–127 basic, 128 + septet extended, 255 neither.
constexpr std::uint8_t no_code = 0xFF;

constexpr std::array<std::uint8_t, 256> make_latin_codes() {
    std::array<std::uint8_t, 256> codes{};
    codes.fill(no_code);
    for (std::size_t septet = 0; septet < basic_table.size(); ++septet) {
        if (basic_table[septet] < 256 && basic_table[septet] != escape) {
            codes[basic_table[septet]] = static_cast<std::uint8_t>(septet);
        }
    }
    for (const Extended& extended : extension_table) {
        if (extended.character < 256) {
            codes[extended.character] = static_cast<std::uint8_t>(128 + extended.septet);
        }
    }
    return codes;
}

constexpr std::array<std::uint8_t, 256> latin_codes = make_latin_codes();

struct Typography {
    char32_t character;
    std::string_view with;
};

// Sorted by character. After GOV.UK Notify's list of what it downgrades (standards.md §1.2), with
// the neighbours that word processors make.
constexpr Typography typography_table[] = {
    {0x0009, " "},   {0x0060, "'"},   {0x0085, "\n"}, {0x00A0, " "},   {0x00AB, "\""},
    {0x00AD, ""},    {0x00B4, "'"},   {0x00B7, "-"},  {0x00BB, "\""},  {0x00BC, "1/4"},
    {0x00BD, "1/2"}, {0x00BE, "3/4"}, {0x00D7, "x"},  {0x02B9, "'"},   {0x02BA, "\""},
    {0x02BB, "'"},   {0x02BC, "'"},   {0x02BD, "'"},  {0x02C8, "'"},   {0x1680, " "},
    {0x180E, ""},    {0x2000, " "},   {0x2001, " "},  {0x2002, " "},   {0x2003, " "},
    {0x2004, " "},   {0x2005, " "},   {0x2006, " "},  {0x2007, " "},   {0x2008, " "},
    {0x2009, " "},   {0x200A, " "},   {0x200B, ""},   {0x2010, "-"},   {0x2011, "-"},
    {0x2012, "-"},   {0x2013, "-"},   {0x2014, "-"},  {0x2015, "-"},   {0x2018, "'"},
    {0x2019, "'"},   {0x201A, "'"},   {0x201B, "'"},  {0x201C, "\""},  {0x201D, "\""},
    {0x201E, "\""},  {0x201F, "\""},  {0x2022, "-"},  {0x2024, "."},   {0x2025, ".."},
    {0x2026, "..."}, {0x2028, "\n"},  {0x2029, "\n"}, {0x202F, " "},   {0x2032, "'"},
    {0x2033, "\""},  {0x2035, "'"},   {0x2036, "\""}, {0x2039, "'"},   {0x203A, "'"},
    {0x2043, "-"},   {0x205F, " "},   {0x2060, ""},   {0x2212, "-"},   {0x3000, " "},
    {0xFB00, "ff"},  {0xFB01, "fi"},  {0xFB02, "fl"}, {0xFB03, "ffi"}, {0xFB04, "ffl"},
    {0xFE58, "-"},   {0xFE63, "-"},   {0xFEFF, ""},
};
static_assert(std::ranges::is_sorted(typography_table, {}, &Typography::character));

constexpr std::u32string_view welsh_letters = U"âêîôûŵŷÂÊÎÔÛŴŶ";

const Typography* typography_of(char32_t character) {
    const auto* found =
        std::ranges::lower_bound(typography_table, character, {}, &Typography::character);
    return found != std::end(typography_table) && found->character == character ? found : nullptr;
}

// The letter without its accents, where what is left is one in GSM 7-bit.
std::optional<char32_t> letter_without_accents(char32_t character) {
    if (character == U'ł' || character == U'Ł') { // has no decomposition
        return character == U'ł' ? U'l' : U'L';
    }
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* form = icu::Normalizer2::getNFDInstance(status);
    COHORT_ENSURE(U_SUCCESS(status), "ICU has no normalisation data");
    icu::UnicodeString apart;
    if (!form->getDecomposition(static_cast<UChar32>(character), apart)) {
        return std::nullopt;
    }
    const auto base = static_cast<char32_t>(apart.char32At(0));
    for (std::int32_t at = 1; at < apart.length(); ++at) {
        if (apart.charAt(at) < 0x0300 || apart.charAt(at) > 0x036F) {
            return std::nullopt;
        }
    }
    return apart.length() > 1 && gsm_code(base) ? std::optional{base} : std::nullopt;
}

}

std::optional<GsmCode> gsm_code(char32_t character) {
    if (character < 256) {
        const std::uint8_t code = latin_codes[character];
        if (code == no_code) {
            return std::nullopt;
        }
        return code < 128 ? GsmCode{code, false}
                          : GsmCode{static_cast<std::uint8_t>(code - 128), true};
    }
    if (character == U'€') {
        return GsmCode{0x65, true};
    }
    // Ten Greek capitals are all that is left.
    if (character < 0x0393 || character > 0x03A9) {
        return std::nullopt;
    }
    const std::size_t septet = basic_table.find(character);
    if (septet == basic_table.npos) {
        return std::nullopt;
    }
    return GsmCode{static_cast<std::uint8_t>(septet), false};
}

std::uint8_t gsm_units(char32_t character) {
    if (character < 256) {
        const std::uint8_t code = latin_codes[character];
        return code == no_code ? 0 : code < 128 ? 1 : 2;
    }
    const auto code = gsm_code(character);
    return code ? (code->extended ? 2 : 1) : 0;
}

char32_t gsm_character(GsmCode code) {
    if (!code.extended) {
        return code.septet < 128 && code.septet != escape ? basic_table[code.septet] : U' ';
    }
    for (const Extended& extended : extension_table) {
        if (extended.septet == code.septet) {
            return extended.character;
        }
    }
    return U' ';
}

std::optional<Substitute> substitute_for(char32_t character) {
    if (gsm_code(character) || welsh_letters.contains(character)) {
        return std::nullopt;
    }
    if (const Typography* typography = typography_of(character)) {
        return Substitute{std::string{typography->with}, Substitute::Kind::typography};
    }
    if (character >= 0xFF01 && character <= 0xFF5E) { // full-width forms of ASCII
        const char32_t narrow = character - 0xFF01 + 0x21;
        const char32_t plain = narrow == '`' ? U'\'' : narrow;
        return Substitute{std::string(1, static_cast<char>(plain)), Substitute::Kind::typography};
    }
    if (const auto letter = letter_without_accents(character)) {
        std::string with;
        append_utf8(with, *letter);
        return Substitute{std::move(with), Substitute::Kind::letter};
    }
    return std::nullopt;
}

std::string sms_normal(std::string_view utf8) {
    const std::string repaired = repair_utf8(utf8);
    std::string normal;
    normal.reserve(repaired.size());
    for (const char c : repaired) {
        while (c == '\n' && normal.ends_with('\r')) {
            normal.pop_back();
        }
        normal += c;
    }
    return normal;
}

}

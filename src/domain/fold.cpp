#include "domain/fold.hpp"

#include "domain/text_normal.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace cohort::domain {

namespace {

struct Spelling {
    UChar32 character; // small, and without marks
    const char* plain;
};

// What Unicode does not take apart, and people type without: letters with strokes, and
// apostrophes.
constexpr Spelling spellings[] = {
    {0x00E6, "ae"}, {0x00F0, "d"}, {0x00F8, "o"}, {0x00FE, "th"}, {0x0111, "d"},
    {0x0127, "h"},  {0x0131, "i"}, {0x0142, "l"}, {0x0153, "oe"}, {0x0167, "t"},
    {0x02BC, "'"},  {0x02BB, "'"}, {0x2018, "'"}, {0x2019, "'"},  {0x201B, "'"},
    {0x2032, "'"},  {0x00B4, "'"}, {0x2010, "-"}, {0x2011, "-"},  {0x2013, "-"},
};

void append_plain(icu::UnicodeString& text, UChar32 character) {
    for (const Spelling& spelling : spellings) {
        if (spelling.character == character) {
            text.append(icu::UnicodeString::fromUTF8(spelling.plain));
            return;
        }
    }
    text.append(character);
}

}

std::string fold(std::string_view utf8) {
    std::string folded;
    if (is_ascii(utf8)) {
        folded.reserve(utf8.size());
        for (const char byte : utf8) {
            folded.push_back(
                byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte
            );
        }
        return folded;
    }
    UErrorCode fault = U_ZERO_ERROR;
    // Case goes with the compatibility forms (UAX 15, NFKC_Casefold): a capital that is only one
    // once it is taken apart, such as U+1D615, must not stay a capital.
    const icu::Normalizer2* folding = icu::Normalizer2::getNFKCCasefoldInstance(fault);
    const icu::Normalizer2* decomposing = icu::Normalizer2::getNFKDInstance(fault);
    const icu::UnicodeString text = icu::UnicodeString::fromUTF8(
        icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size()))
    );
    const icu::UnicodeString apart = decomposing->normalize(folding->normalize(text, fault), fault);
    icu::UnicodeString bare;
    for (std::int32_t at = 0; at < apart.length(); at = apart.moveIndex32(at, 1)) {
        const UChar32 character = apart.char32At(at);
        if (u_charType(character) != U_NON_SPACING_MARK) {
            append_plain(bare, character);
        }
    }
    bare.toUTF8String(folded);
    return folded;
}

}

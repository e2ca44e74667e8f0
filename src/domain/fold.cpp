#include "domain/fold.hpp"

#include "domain/text_normal.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace cohort::domain {

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
            bare.append(character);
        }
    }
    bare.toUTF8String(folded);
    return folded;
}

}

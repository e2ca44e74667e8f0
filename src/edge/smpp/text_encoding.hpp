#pragma once
// A text as what its submit_sm carry: cut into parts by domain/segments (what the screen counted),
// in the centre's default alphabet or UCS-2, and held together as LongTexts says: by the
// concatenation header of 3GPP TS 23.040 9.2.3.24.1 and .8, by sar_ TLVs, or not cut at all. Pure.
#include "edge/smpp/settings.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smpp {

struct EncodedPart {
    std::string octets; // short_message; empty when the text is in the TLVs
    std::string tlvs = {};
    std::size_t segments = 1; // more when the centre cuts
};

struct EncodedText {
    std::uint8_t data_coding; // 0: the centre's default alphabet; 8: UCS-2
    std::uint8_t esm_class;   // 0x40 when the octets begin with a header
    std::vector<EncodedPart> parts;
};

struct TextForm {
    DefaultAlphabet alphabet = DefaultAlphabet::gsm7;
    LongTexts long_texts = LongTexts::udh8;
};

// Far above what the screens allow (6).
inline constexpr std::size_t text_parts_max = 32;

// Of `reference` an 8-bit header uses the lower half. No parts: it would be more than
// text_parts_max.
EncodedText encode_text(std::string_view utf8, TextForm form, std::uint16_t reference);

}

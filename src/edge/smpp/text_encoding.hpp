#pragma once
// A text as the octets of its short_messages: cut into parts by domain/segments (what the screen
// counted), each with the concatenation header of 3GPP TS 23.040 9.2.3.24.1 (8-bit reference) when
// there are several. Pure.
#include "edge/smpp/settings.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smpp {

struct EncodedText {
    std::uint8_t data_coding; // 0: the centre's default alphabet; 8: UCS-2
    std::uint8_t esm_class;   // 0x40 when the octets begin with a header
    std::vector<std::string> parts;
};

EncodedText encode_text(std::string_view utf8, DefaultAlphabet alphabet, std::uint8_t reference);

}

#pragma once
// What a phone makes of short_message octets. Tables: 3GPP TS 23.038, GSM 7-bit default alphabet
// and its extension, written down here anew so that the simulator does not repeat a mistake of the
// client's.
#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::simulator::smsc {

enum class DefaultAlphabet { gsm7, latin1 }; // what data_coding 0 means at this message centre

// Always UTF-8. What has no meaning becomes U+FFFD, as an ESC at the end does.
std::string decode(std::string_view octets, std::uint8_t data_coding, DefaultAlphabet usual);

// One septet per octet. Characters that GSM-7 lacks become '?'.
std::string gsm7_from_utf8(std::string_view utf8);

}

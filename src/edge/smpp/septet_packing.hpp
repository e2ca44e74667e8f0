#pragma once
// Septets in octets, eight in seven, as the air has them (3GPP TS 23.038 6.1.2.1): for centres
// whose default alphabet is packed. Pure.
#include <cstddef>
#include <string>
#include <string_view>

namespace cohort::smpp {

// `septets`: one in an octet. Behind a header the first septet begins at the next septet border,
// counted from the header's beginning (23.040 9.2.3.24). Seven bits left over are a carriage
// return, because SMPP tells the number of octets only and zeros would read as @ (23.038
// 6.1.2.3.1).
std::string pack_septets(std::string_view septets, std::size_t header_octets);

// The reverse, without a header: one septet in an octet, without the carriage return or zeros of
// the last one left over.
std::string unpack_septets(std::string_view octets);

}

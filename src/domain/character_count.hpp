#pragma once
// Characters as people count them in a form's limit: Unicode code points of well-formed UTF-8.
#include <cstddef>
#include <string_view>

namespace cohort::domain {

constexpr std::size_t count_characters(std::string_view utf8) {
    std::size_t count = 0;
    for (const char byte : utf8) {
        // Bytes of the form 10xxxxxx continue a character (RFC 3629).
        count += (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U ? 1 : 0;
    }
    return count;
}

}

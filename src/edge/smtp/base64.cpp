#include "edge/smtp/base64.hpp"

#include <cstdint>

namespace cohort::smtp {

std::string base64(std::string_view bytes) {
    constexpr std::string_view alphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t group = 0;
        const auto taken = bytes.substr(i, 3);
        for (std::size_t k = 0; k < 3; ++k) {
            group = group << 8 | (k < taken.size() ? static_cast<unsigned char>(taken[k]) : 0U);
        }
        for (std::size_t k = 0; k < 4; ++k) {
            out += k <= taken.size() ? alphabet[group >> (18 - 6 * k) & 63] : '=';
        }
    }
    return out;
}

}

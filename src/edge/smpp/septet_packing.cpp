#include "edge/smpp/septet_packing.hpp"

#include <cstdint>

namespace cohort::smpp {
namespace {

constexpr std::uint8_t carriage_return = 0x0D;

}

std::string pack_septets(std::string_view septets, std::size_t header_octets) {
    const std::size_t fill_bits = (7 - header_octets * 8 % 7) % 7;
    std::string octets;
    octets.reserve((fill_bits + 7 * septets.size() + 7) / 8);
    unsigned pending = 0; // bits not yet written, the lowest first
    std::size_t pending_bits = fill_bits;
    const auto put = [&](std::uint8_t septet) {
        pending |= static_cast<unsigned>(septet & 0x7F) << pending_bits;
        pending_bits += 7;
        if (pending_bits >= 8) {
            octets.push_back(static_cast<char>(pending & 0xFF));
            pending >>= 8;
            pending_bits -= 8;
        }
    };
    for (const char septet : septets) {
        put(static_cast<std::uint8_t>(septet));
    }
    if (pending_bits == 1) {
        put(carriage_return);
    } else if (pending_bits > 0) {
        octets.push_back(static_cast<char>(pending & 0xFF));
    }
    return octets;
}

std::string unpack_septets(std::string_view octets) {
    std::string septets;
    septets.reserve(octets.size() * 8 / 7);
    unsigned pending = 0;
    std::size_t pending_bits = 0;
    for (const char octet : octets) {
        pending |= static_cast<unsigned>(static_cast<std::uint8_t>(octet)) << pending_bits;
        pending_bits += 8;
        while (pending_bits >= 7) {
            septets.push_back(static_cast<char>(pending & 0x7F));
            pending >>= 7;
            pending_bits -= 7;
        }
    }
    const bool full = !septets.empty() && octets.size() % 7 == 0;
    if (full && (septets.back() == carriage_return || septets.back() == 0)) {
        septets.pop_back();
    }
    return septets;
}

}

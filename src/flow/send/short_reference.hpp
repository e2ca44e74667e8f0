#pragma once
// Sixteen bits of a Submission's reference, for gateways whose own field holds no more (SMPP's
// user_message_reference). One in 65,536 others has the same, so it matches only together with the
// number.
#include <cstdint>
#include <string_view>

namespace cohort::send {

// FNV-1a, folded.
constexpr std::uint16_t short_reference(std::string_view reference) {
    std::uint32_t hash = 2'166'136'261U;
    for (const char c : reference) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 16'777'619U;
    }
    return static_cast<std::uint16_t>((hash >> 16) ^ (hash & 0xFFFF));
}

}

#pragma once
// What every fuzz target shares: bytes cut into pieces of their own, so that AddressSanitizer sees
// a read of one byte too many, and claims whose failure ends the program.
#include "base/ensure.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cohort::fuzz {

// The bytes after the first, which is taken away and chooses; 0 where there is none.
inline std::uint8_t take_choice(std::string_view& bytes) {
    if (bytes.empty()) {
        return 0;
    }
    const auto choice = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    return choice;
}

// Calls take(piece) with a copy of each piece, until it returns false.
template <class Take>
void each_piece(std::string_view bytes, std::size_t piece_bytes, Take take) {
    while (!bytes.empty()) {
        const auto size = std::min(bytes.size(), std::max<std::size_t>(1, piece_bytes));
        const std::vector<char> own(
            bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(size)
        );
        if (!take(std::string_view(own.data(), own.size()))) {
            return;
        }
        bytes.remove_prefix(size);
    }
}

}

#pragma once
// Finding the next interesting byte, sixteen at a time where the machine has SSE2. Everything the
// reader does with text starts here, so it is kept small enough to inline.
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cohort::upload {

// Position of the first of three bytes at or after `from`, or text.size().
inline std::size_t find_any(std::string_view text, std::size_t from, char a, char b, char c) {
    std::size_t at = from;
#if defined(__SSE2__)
    const __m128i want_a = _mm_set1_epi8(a);
    const __m128i want_b = _mm_set1_epi8(b);
    const __m128i want_c = _mm_set1_epi8(c);
    for (; at + 16 <= text.size(); at += 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text.data() + at));
        const __m128i hit = _mm_or_si128(
            _mm_cmpeq_epi8(block, want_a),
            _mm_or_si128(_mm_cmpeq_epi8(block, want_b), _mm_cmpeq_epi8(block, want_c))
        );
        const auto mask = static_cast<std::uint32_t>(_mm_movemask_epi8(hit));
        if (mask != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(mask));
        }
    }
#endif
    while (at < text.size() && text[at] != a && text[at] != b && text[at] != c) {
        ++at;
    }
    return at;
}

// Position of the first byte that is NUL, Ctrl-Z or not ASCII, or bytes.size().
inline std::size_t find_not_plain(std::string_view bytes, std::size_t from) {
    std::size_t at = from;
#if defined(__SSE2__)
    const __m128i nul = _mm_setzero_si128();
    const __m128i ctrl_z = _mm_set1_epi8(0x1A);
    for (; at + 16 <= bytes.size(); at += 16) {
        const __m128i block = _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes.data() + at));
        const __m128i special =
            _mm_or_si128(_mm_cmpeq_epi8(block, nul), _mm_cmpeq_epi8(block, ctrl_z));
        const auto mask = static_cast<std::uint32_t>(
            _mm_movemask_epi8(_mm_or_si128(block, special)) // the top bit: set where not ASCII
        );
        if (mask != 0) {
            return at + static_cast<std::size_t>(std::countr_zero(mask));
        }
    }
#endif
    while (at < bytes.size()) {
        const auto byte = static_cast<unsigned char>(bytes[at]);
        if (byte == 0 || byte == 0x1A || byte >= 0x80) {
            break;
        }
        ++at;
    }
    return at;
}

}

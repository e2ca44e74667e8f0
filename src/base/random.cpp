#include "base/random.hpp"

#include "base/ensure.hpp"

#include <sys/random.h>

#include <cerrno>
#include <cstring>

namespace cohort {

std::uint64_t Random::bits() {
    std::uint64_t value = 0;
    fill(std::as_writable_bytes(std::span(&value, 1)));
    return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
    COHORT_ENSURE(bound > 0, "an empty range has no numbers");
    // Values beyond the last whole multiple of bound would favour the small results.
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    std::uint64_t value = bits();
    while (value >= limit) {
        value = bits();
    }
    return value % bound;
}

void SystemRandom::fill(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        const ssize_t got = ::getrandom(bytes.data(), bytes.size(), 0);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        COHORT_ENSURE(got > 0, "the kernel gives no random bytes");
        bytes = bytes.subspan(static_cast<std::size_t>(got));
    }
}

void SeededRandom::fill(std::span<std::byte> bytes) {
    const std::lock_guard lock(mutex_);
    while (!bytes.empty()) {
        // splitmix64 (Steele, Lea, Flood 2014).
        std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBU;
        z ^= z >> 31;
        const std::size_t count = bytes.size() < sizeof z ? bytes.size() : sizeof z;
        std::memcpy(bytes.data(), &z, count);
        bytes = bytes.subspan(count);
    }
}

}

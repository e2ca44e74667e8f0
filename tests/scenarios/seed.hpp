#pragma once
// The seed of a scenario: its own, so that it repeats itself; COHORT_SEED in the environment tries
// another, and COHORT_ROUNDS more faults, for the long form that is run by hand.
#include <cstdint>
#include <cstdlib>

namespace cohort::scenarios {

inline std::uint64_t seed_or(std::uint64_t its_own) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in a test changes the environment
    const char* other = std::getenv("COHORT_SEED");
    return other == nullptr ? its_own : std::strtoull(other, nullptr, 10);
}

inline int rounds_or(int its_own) {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in a test changes the environment
    const char* other = std::getenv("COHORT_ROUNDS");
    return other == nullptr ? its_own : static_cast<int>(std::strtol(other, nullptr, 10));
}

}

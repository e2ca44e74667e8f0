#pragma once
// One run from one seed: a practice sends to its patients while the weather does what it does, a
// witness looks on, and in the end everything must add up. The same seed is the same run, step by
// step.
#include "tests/simulation/node.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cohort::simulation {

// The first thing that was wrong, in words, and how far the run had come.
struct Wrong {
    std::string what;
    double at_seconds;
};

struct Figures {
    double simulated_seconds = 0;
    std::int64_t messages = 0;
    std::int64_t handed = 0; // to the carrier
    std::int64_t crashes = 0;
    std::int64_t in_doubt = 0;
    std::int64_t steps = 0;
};

struct Ran {
    std::optional<Wrong> wrong;
    Figures figures;
    std::uint64_t fingerprint = 0; // of everything that happened
};

Ran run(std::uint64_t seed);

}

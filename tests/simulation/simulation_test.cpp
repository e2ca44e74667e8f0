// A short run of the simulation: some seeds, and that a seed is always the same run. The long one
// is the program beside it.
#include "tests/simulation/simulation.hpp"

#include "platform/log/log.hpp"

#include <doctest/doctest.h>

namespace cohort::simulation {
namespace {

TEST_CASE("simulation: whatever goes wrong, every message comes to a true end") {
    log::set_level(log::Level::error);
    Figures sum;
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        CAPTURE(seed);
        const Ran ran = run(seed);
        if (ran.wrong) {
            FAIL_CHECK("after " << ran.wrong->at_seconds << " s: " << ran.wrong->what);
        }
        sum.handed += ran.figures.handed;
        sum.crashes += ran.figures.crashes;
        sum.in_doubt += ran.figures.in_doubt;
    }
    // Something happened in them.
    CHECK(sum.handed > 2'000);
    CHECK(sum.crashes > 50);
    CHECK(sum.in_doubt > 50);
}

TEST_CASE("simulation: the same seed is the same run, step by step") {
    log::set_level(log::Level::error);
    for (const std::uint64_t seed : {3, 84, 11'538}) {
        CAPTURE(seed);
        const Ran once = run(seed);
        const Ran again = run(seed);
        CHECK(once.fingerprint == again.fingerprint);
        CHECK(once.figures.steps == again.figures.steps);
    }
}

}
}

#include "base/random.hpp"

#include <doctest/doctest.h>

#include <array>

namespace cohort {
namespace {

TEST_CASE("random: a seed repeats itself and another does not") {
    SeededRandom first(7);
    SeededRandom again(7);
    SeededRandom other(8);

    const auto value = first.bits();

    CHECK(value == again.bits());
    CHECK(value != other.bits());
}

TEST_CASE("random: below stays in its range and reaches all of it") {
    SeededRandom random(1);
    std::array<int, 5> seen{};

    for (int i = 0; i < 1000; ++i) {
        ++seen.at(random.below(5));
    }

    for (const int count : seen) {
        CHECK(count > 100);
    }
}

TEST_CASE("random: the system's source does not repeat") {
    SystemRandom random;
    CHECK(random.bits() != random.bits());
}

}
}

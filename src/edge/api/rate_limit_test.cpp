#include "edge/api/rate_limit.hpp"

#include <doctest/doctest.h>

using cohort::Milliseconds;
using cohort::TimePoint;
using cohort::api::RateLimit;

namespace {

constexpr TimePoint start{Milliseconds{1'799'744'400'000}};

}

TEST_CASE("rate limit: a burst passes, the next is told how long to wait, and after that it passes"
) {
    RateLimit limit({.burst = 3, .a_second = 0.5});

    for (int i = 0; i < 3; ++i) {
        CHECK_FALSE(limit.take("a", start));
    }
    CHECK(limit.take("a", start) == std::chrono::seconds{2});
    CHECK_FALSE(limit.take("a", start + std::chrono::seconds{2}));
    CHECK(limit.take("a", start + std::chrono::seconds{2}));
}

TEST_CASE("rate limit: one key's burst takes nothing from another's") {
    RateLimit limit({.burst = 1, .a_second = 1});

    CHECK_FALSE(limit.take("a", start));
    CHECK(limit.take("a", start));
    CHECK_FALSE(limit.take("b", start));
}

TEST_CASE("rate limit: a clock set back neither fills nor empties a bucket") {
    RateLimit limit({.burst = 2, .a_second = 1});

    CHECK_FALSE(limit.take("a", start));
    CHECK_FALSE(limit.take("a", start - std::chrono::hours{1}));
    CHECK(limit.take("a", start - std::chrono::hours{1}));
}

TEST_CASE("rate limit: it remembers no more keys than it may") {
    RateLimit limit({.burst = 2, .a_second = 1, .keys_max = 10});

    for (int i = 0; i < 100; ++i) {
        CHECK_FALSE(limit.take("key " + std::to_string(i), start));
    }
    CHECK(limit.keys() <= 10);
}

#include "flow/send/claim_size.hpp"

#include <doctest/doctest.h>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

// Claims again and again, whenever what it took is sent at this rate.
std::int64_t settle(ClaimSize& size, std::int64_t per_second) {
    Milliseconds now{0};
    std::int64_t taken = 0;
    for (int i = 0; i < 50; ++i) {
        taken = size.at(now);
        size.found_all(now);
        now += Milliseconds{taken * 1000 / per_second};
    }
    return taken;
}

TEST_CASE("claim size: a worker holds what it sends in a second to four") {
    for (const std::int64_t rate : {20, 50, 150, 700}) {
        ClaimSize size;
        const std::int64_t taken = settle(size, rate);
        CAPTURE(rate);
        CHECK(taken >= rate);
        CHECK(taken <= rate * 4);
    }
}

TEST_CASE("claim size: never more than the most, never fewer than the least") {
    ClaimSize fast;
    CHECK(settle(fast, 1'000'000) == ClaimSize::most);
    ClaimSize slow;
    CHECK(settle(slow, 1) == ClaimSize::least);
}

TEST_CASE("claim size: looking in vain changes nothing") {
    ClaimSize size;
    const std::int64_t before = size.at(0ms);
    for (int i = 1; i < 100; ++i) {
        CHECK(size.at(i * 100ms) == before);
    }
}

}
}

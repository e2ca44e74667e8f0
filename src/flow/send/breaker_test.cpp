// When a gateway that fails is left alone, and when it is asked again.
#include "flow/send/breaker.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <vector>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;
using enum Breaker::Says;

constexpr TimePoint start{1'800'000'000'000ms};

TEST_CASE("breaker: the fifth failure in a row opens it, and one answer in between does not let it"
) {
    Breaker breaker;
    for (const auto says :
         {failing, failing, failing, failing, well, failing, failing, failing, failing}) {
        breaker.hear(says, start);
        CHECK_FALSE(breaker.is_open());
        CHECK(breaker.places(10, start) == 10);
    }
    breaker.hear(failing, start);
    CHECK(breaker.is_open());
    CHECK(breaker.places(10, start) == 0);
}

TEST_CASE("breaker: ten failures of twenty open it, nine do not") {
    for (const int every : {2, 3}) {
        Breaker breaker;
        for (int i = 1; i <= 20; ++i) {
            breaker.hear(i % every == 0 ? failing : well, start);
        }
        CHECK(breaker.is_open() == (every == 2));
    }
}

Breaker opened() {
    Breaker breaker;
    for (int i = 0; i < 5; ++i) {
        breaker.hear(failing, start);
    }
    return breaker;
}

TEST_CASE("breaker: after half a minute one message asks, and no second before it has its answer") {
    Breaker breaker = opened();
    CHECK(breaker.places(10, start + 29'999ms) == 0);
    CHECK(breaker.places(10, start + 30s) == 1);
    CHECK(breaker.places(0, start + 30s) == 0);
    breaker.gave(1);
    CHECK(breaker.places(10, start + 1h) == 0);
    breaker.hear(well, start + 1h);
    CHECK_FALSE(breaker.is_open());
    CHECK(breaker.places(10, start + 1h) == 10);
}

TEST_CASE("breaker: each probe that fails doubles the wait, to five minutes at most") {
    Breaker breaker = opened();
    TimePoint now = start;
    for (const auto wait : std::vector<Milliseconds>{30s, 60s, 120s, 240s, 300s, 300s}) {
        CHECK(breaker.places(10, now + wait - 1ms) == 0);
        CHECK(breaker.places(10, now + wait) == 1);
        now += wait;
        breaker.gave(1);
        breaker.hear(failing, now);
    }
}

TEST_CASE("breaker: what ends late, given away before it opened, neither closes nor prolongs it") {
    Breaker breaker = opened();
    breaker.hear(well, start + 1s);
    CHECK(breaker.is_open());
    breaker.hear(failing, start + 20s);
    CHECK(breaker.places(10, start + 30s) == 1);
}

TEST_CASE("breaker: while it is open never more than one is under way") {
    CHECK(rc::check([] {
        Breaker breaker;
        TimePoint now = start;
        std::size_t under_way = 0; // of those given since it opened
        for (const int step : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 100))) {
            now += Milliseconds(step * 1000);
            const std::size_t room = breaker.places(10, now);
            if (breaker.is_open()) {
                RC_ASSERT(room + under_way <= 1);
            }
            if (step % 2 == 0) {
                breaker.gave(room);
                under_way = breaker.is_open() ? under_way + room : 0;
            } else {
                breaker.hear(step % 3 == 0 ? well : failing, now);
                under_way = 0;
            }
        }
    }));
}

}
}

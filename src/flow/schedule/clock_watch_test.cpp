#include "flow/schedule/clock_watch.hpp"

#include <doctest/doctest.h>

namespace cohort::schedule {
namespace {

using namespace std::chrono_literals;

// Two clocks, looked at every half second.
struct Clocks {
    ClockWatch watch;
    TimePoint wall{Milliseconds{1'799'744'400'000}};
    Milliseconds uptime{};

    Clocks() { watch.look(wall, uptime); }

    void pass(Milliseconds time) {
        for (Milliseconds passed{0}; passed < time; passed += 500ms) {
            wall += 500ms;
            uptime += 500ms;
            watch.look(wall, uptime);
        }
    }

    void jump(Milliseconds by) {
        wall += by;
        pass(500ms);
    }
};

TEST_CASE("clock watch: while both go on together it is sure, also after a long sleep") {
    Clocks clocks;
    clocks.pass(10min);
    CHECK(clocks.watch.is_sure());
    clocks.wall += 8h;
    clocks.uptime += 8h;
    clocks.pass(500ms);
    CHECK(clocks.watch.is_sure());
}

TEST_CASE("clock watch: a jump of more than a minute, either way, is told once and believed after"
          " a minute") {
    for (const Milliseconds by : {Milliseconds(24h), Milliseconds(-2h), Milliseconds(61s)}) {
        CAPTURE(by.count());
        Clocks clocks;
        clocks.jump(by);
        CHECK(clocks.watch.jumped() == by);
        CHECK_FALSE(clocks.watch.is_sure());
        clocks.pass(500ms);
        CHECK_FALSE(clocks.watch.jumped());
        clocks.pass(59s);
        CHECK_FALSE(clocks.watch.is_sure());
        clocks.pass(1s);
        CHECK(clocks.watch.is_sure());
    }
}

TEST_CASE("clock watch: another jump begins the wait anew") {
    Clocks clocks;
    clocks.jump(2h);
    clocks.pass(50s);
    clocks.jump(-2h);
    clocks.pass(50s);
    CHECK_FALSE(clocks.watch.is_sure());
    clocks.pass(10s);
    CHECK(clocks.watch.is_sure());
}

TEST_CASE("clock watch: a clock that is set by seconds is not doubted") {
    Clocks clocks;
    clocks.jump(60s);
    clocks.jump(-60s);
    CHECK(clocks.watch.is_sure());
}

}
}

#include "flow/send/start.hpp"

#include <doctest/doctest.h>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint due{Milliseconds{1'799'744'400'000}};

TEST_CASE("start: within a minute it is on time, whatever the hours are by then") {
    CHECK(decide_start(due, due, true) == Start::on_time);
    CHECK(decide_start(due, due + 1min, false) == Start::on_time);
}

TEST_CASE("start: up to an hour late it still goes, if the hours are open") {
    CHECK(decide_start(due, due + 1min + 1ms, true) == Start::late);
    CHECK(decide_start(due, due + 60min, true) == Start::late);
    CHECK(decide_start(due, due + 1min + 1ms, false) == Start::missed);
}

TEST_CASE("start: later than an hour people are asked") {
    CHECK(decide_start(due, due + 60min + 1ms, true) == Start::missed);
    CHECK(decide_start(due, due + 24h, true) == Start::missed);
}

}
}

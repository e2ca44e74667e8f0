// The estimate of the end, and the rate it rests on.
#include "flow/send/in_line.hpp"

#include "flow/send/rate.hpp"

#include <doctest/doctest.h>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{1'800'000'000'000ms};

std::optional<Milliseconds>
left(const std::vector<InLine>& line, std::int64_t practice, std::int64_t id, double per_second) {
    return time_left(line, PracticeId{practice}, BulkMessageId{id}, per_second);
}

TEST_CASE("in line: what waits alone takes its messages by the rate") {
    CHECK(left({{{1}, {1}, 600}}, 1, 1, 10) == 60s);
}

TEST_CASE("in line: another practice delays by as much as is ours, or as all of its own") {
    const std::vector<InLine> line{{{1}, {1}, 600}, {{2}, {2}, 1'000'000}, {{3}, {3}, 100}};
    CHECK(left(line, 1, 1, 10) == 130s);
    CHECK(left(line, 3, 3, 10) == 30s);
}

TEST_CASE("in line: of one practice the first go first") {
    const std::vector<InLine> line{{{1}, {1}, 600}, {{1}, {2}, 100}};
    CHECK(left(line, 1, 1, 10) == 60s);
    CHECK(left(line, 1, 2, 10) == 70s);
}

TEST_CASE("in line: nothing is said of what does not wait, or while nothing moves") {
    CHECK(!left({{{1}, {1}, 600}}, 1, 2, 10));
    CHECK(!left({{{1}, {1}, 600}}, 2, 1, 10));
    CHECK(!left({{{1}, {1}, 600}}, 1, 1, 0));
}

TEST_CASE("rate: it follows what happens, and forgets it") {
    Rate rate;
    TimePoint now = start;
    for (int step = 0; step < 300; ++step, now += 100ms) {
        rate.add(20, now);
    }
    CHECK(rate.per_second(now) == doctest::Approx(200).epsilon(0.02));
    CHECK(rate.per_second(now + 60s) < 0.01);
    CHECK(rate.per_second(now - 1h) > 0); // the clock was put back
}

}
}

#include "edge/smpp/pace.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace cohort;
using namespace cohort::smpp;
using namespace std::chrono_literals;

namespace {

const Instant start{1h};

// Sends all that may leave, every 10 ms, for so long.
std::size_t send_for(Pace& pace, Instant from, Milliseconds time) {
    std::size_t sent = 0;
    for (Milliseconds t = 0ms; t < time; t += 10ms) {
        for (std::size_t may = pace.allowance(from + t); may > 0; --may) {
            pace.sent(from + t);
            ++sent;
        }
    }
    return sent;
}

}

TEST_CASE("pace: without a limit nothing holds back") {
    Pace pace{0};

    for (int i = 0; i < 10'000; ++i) {
        REQUIRE(pace.allowance(start) > 0);
        pace.sent(start);
    }
    CHECK_FALSE(pace.next_change(start));
}

TEST_CASE("pace: the limit is kept in every second, and used") {
    Pace pace{100};

    const auto first = send_for(pace, start, 1000ms);
    const auto second = send_for(pace, start + 1s, 1000ms);

    CHECK(first <= 100);
    CHECK(second >= 97);
    CHECK(second <= 101);
}

TEST_CASE("pace: after a rest there are not more in any second either") {
    Pace pace{100};
    send_for(pace, start, 1000ms);

    std::vector<Instant> moments;
    for (Milliseconds t = 0ms; t < 3s; t += 7ms) {
        const Instant now = start + 10s + t;
        for (std::size_t may = pace.allowance(now); may > 0; --may) {
            pace.sent(now);
            moments.push_back(now);
        }
    }

    for (std::size_t i = 100; i < moments.size(); ++i) {
        CHECK(moments[i] - moments[i - 100] >= 1s);
    }
    CHECK(moments.size() >= 291);
}

TEST_CASE("pace: a share of the limit is kept, from the moment it is set") {
    Pace pace{100};
    send_for(pace, start, 1000ms);

    pace.set_share(0.25, start + 1s);
    const auto less = send_for(pace, start + 1s, 2000ms);
    pace.set_share(1, start + 3s);
    const auto more = send_for(pace, start + 3s, 1000ms);

    CHECK(less >= 30); // what went in the second before counts too
    CHECK(less <= 50);
    CHECK(more >= 97);
    CHECK(more <= 103);
}

TEST_CASE("pace: what a centre has lowered stays lowered when the share changes") {
    Pace pace{100};
    send_for(pace, start, 1000ms);
    pace.slow_down(start + 1s);

    pace.set_share(0.5, start + 3s);

    CHECK(send_for(pace, start + 3s, 1000ms) < 50);
}

TEST_CASE("pace: one a second lets one go at once and the next a second later") {
    Pace pace{1};
    pace.sent(start);

    CHECK(pace.allowance(start) == 0);
    REQUIRE(pace.next_change(start));
    CHECK(*pace.next_change(start) == start + 1s);
    CHECK(pace.allowance(start + 1s) == 1);
}

TEST_CASE("pace: throttled again and again it waits 1, 2, 4 … 30 seconds") {
    Pace pace{100};
    Instant now = start;
    for (const auto expected : {1s, 2s, 4s, 8s, 16s, 30s, 30s}) {
        CHECK(pace.slow_down(now) == expected);
        CHECK(pace.allowance(now) == 0);
        CHECK(pace.slow_down(now + 500ms) == expected - 500ms); // an answer to what left before
        now += expected;
        CHECK_FALSE(pace.paused(now));
    }
    pace.accepted(now);
    CHECK(pace.slow_down(now) == 1s);
}

TEST_CASE("pace: after throttling it goes slower than what was accepted, then slowly faster") {
    Pace pace{0};
    for (int i = 0; i < 100; ++i) {
        pace.accepted(start + 10ms * i);
    }
    pace.slow_down(start + 1s);

    const auto soon = send_for(pace, start + 2s, 1000ms);
    const auto later = send_for(pace, start + 32s, 1000ms);

    CHECK(soon >= 75);
    CHECK(soon <= 92);
    CHECK(later > soon);
    CHECK(later <= 2 * soon);
    CHECK(pace.allowance(start + 20min) > 1000);
}

TEST_CASE("pace: wrong settings pause for minutes, then let one probe through") {
    Pace pace{0};

    CHECK(pace.set_up_wrong(start) == 1min);
    CHECK(pace.set_up_wrong(start + 1s) == 59s);
    CHECK(pace.probing());
    CHECK(pace.set_up_wrong(start + 1min) == 2min);
    CHECK(pace.probing());

    pace.accepted(start + 3min);
    CHECK_FALSE(pace.probing());
    CHECK(pace.set_up_wrong(start + 4min) == 1min);
}

TEST_CASE("pace: a text that the centre cuts counts as the parts it becomes") {
    Pace pace{10};
    pace.sent(start, 5); // one is allowed; the other four are owed

    CHECK(pace.allowance(start) == 0);
    CHECK(pace.allowance(start + 400ms) == 0);
    REQUIRE(pace.next_change(start));
    CHECK(*pace.next_change(start) == start + 500ms);
    CHECK(pace.allowance(start + 500ms) == 1);
}

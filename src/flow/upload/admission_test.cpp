#include "flow/upload/admission.hpp"

#include "platform/net/deadline.hpp"
#include "platform/net/test_loop.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace cohort::upload {
namespace {

using namespace std::chrono_literals;
using net::Loop;
using Entered = Result<Admission::Place>;

constexpr PracticeId riverside{1};
constexpr PracticeId hilltop{2};

constexpr Admission::Options a_hundred{.room = {.bytes_max = 100}};

bool is_ready(const std::future<Entered>& entered) {
    return entered.wait_for(0s) == std::future_status::ready;
}

Task<Outcome> enter_within(Admission* door, Milliseconds limit) {
    const auto entered = co_await net::within(limit, door->enter(riverside, 100));
    co_return entered.ok() ? done() : Outcome(entered.error());
}

TEST_CASE("admission: who finds no room waits until a place ends, and no longer") {
    Loop loop;
    Admission door(a_hundred);
    std::optional<Entered> first = loop.run(door.enter(riverside, 100));
    REQUIRE(first->ok());
    auto second = loop.spawn(door.enter(hilltop, 60));
    auto third = loop.spawn(door.enter(riverside, 40));
    loop.poll();
    REQUIRE_FALSE(is_ready(second));

    first.reset();

    CHECK(loop.wait(second).ok());
    CHECK(loop.wait(third).ok());
}

TEST_CASE("admission: a wait that is too long ends in a refusal, and its place in line is free") {
    Loop loop;
    Admission door({.room = {.bytes_max = 100, .line_max = 1}, .wait_max = 20ms});
    const Entered first = loop.run(door.enter(riverside, 100));
    for (int i = 0; i < 3; ++i) {
        CHECK(loop.run(door.enter(hilltop, 100)).error() == no_room());
    }
    auto waits = loop.spawn(door.enter(hilltop, 100));
    loop.poll();
    CHECK(loop.run(door.enter(riverside, 100)).error() == no_room()); // the line is full
    CHECK(loop.wait(waits).error() == no_room());
}

TEST_CASE("admission: who is cancelled while it waits leaves the line to the next") {
    Loop loop;
    Admission door(a_hundred);
    std::optional<Entered> first = loop.run(door.enter(riverside, 50));
    CHECK(loop.run(enter_within(&door, 5ms)).error() == net::deadline_passed());

    CHECK(loop.run(door.enter(hilltop, 50)).ok());
}

TEST_CASE("admission: what needs more than it said grows into what is free, and gives it back") {
    Loop loop;
    Admission door(a_hundred);
    {
        Entered first = loop.run(door.enter(riverside, 10));
        const Entered second = loop.run(door.enter(hilltop, 40));
        CHECK(loop.run(first->grow_to(60)));
        CHECK(loop.run(first->grow_to(5))); // it keeps what it has
        CHECK_FALSE(loop.run(first->grow_to(61)));
        auto third = loop.spawn(door.enter(hilltop, 1));
        loop.poll();
        CHECK_FALSE(is_ready(third));
        door.close();
        CHECK(loop.wait(third).error() == no_room());
    }
    CHECK(loop.run(door.enter(riverside, 1)).error() == no_room()); // closed
}

constexpr std::uint64_t mebibyte = std::uint64_t{1024} * 1024;
constexpr Admission::Options large_ones{
    .room = {.bytes_max = 100 * mebibyte, .first_bytes_max = 10 * mebibyte}
};

TEST_CASE("admission: who was let in with the beginning waits to grow, until a place ends") {
    Loop loop;
    Admission door(large_ones);
    std::optional<Entered> first = loop.run(door.enter(riverside, 80 * mebibyte));
    Entered second = loop.run(door.enter(hilltop, 80 * mebibyte));
    CHECK(loop.run((*first)->grow_to(60 * mebibyte)));
    auto grown = loop.spawn(second->grow_to(50 * mebibyte));
    loop.poll();
    REQUIRE(grown.wait_for(0s) != std::future_status::ready);

    first.reset();

    CHECK(loop.wait(grown));
}

TEST_CASE("admission: who waits too long to grow keeps what it has, and others are let in") {
    Loop loop;
    Admission::Options options = large_ones;
    options.wait_max = 20ms;
    Admission door(options);
    Entered first = loop.run(door.enter(riverside, 80 * mebibyte));
    std::vector<Entered> small;
    for (int i = 0; i < 8; ++i) {
        small.push_back(loop.run(door.enter(PracticeId{10 + i}, 10 * mebibyte)));
        REQUIRE(small.back().ok());
    }
    CHECK_FALSE(loop.run(first->grow_to(40 * mebibyte)));
    CHECK(loop.run(door.enter(hilltop, 10 * mebibyte)).ok());
    CHECK(loop.run(first->grow_to(10 * mebibyte)));
}

TEST_CASE("admission: when the server stops nobody waits to grow, or begins to") {
    Loop loop;
    Admission door(large_ones);
    Entered first = loop.run(door.enter(riverside, 80 * mebibyte));
    Entered second = loop.run(door.enter(hilltop, 80 * mebibyte));
    REQUIRE(loop.run(first->grow_to(60 * mebibyte)));
    auto waits = loop.spawn(second->grow_to(50 * mebibyte));
    loop.poll();

    door.close();

    CHECK_FALSE(loop.wait(waits));
    CHECK_FALSE(loop.run(second->grow_to(50 * mebibyte)));
}

TEST_CASE("admission: what will need no more keeps no other large one out") {
    Loop loop;
    Admission door(large_ones);
    Entered unannounced = loop.run(door.enter(riverside, 1'000 * mebibyte));
    auto other = loop.spawn(door.enter(hilltop, 1'000 * mebibyte));
    loop.poll();
    REQUIRE_FALSE(is_ready(other));

    unannounced->settle();

    CHECK(loop.wait(other).ok());
}

TEST_CASE("admission: a place that was moved ends once") {
    Loop loop;
    Admission door(a_hundred);
    {
        Entered first = loop.run(door.enter(riverside, 100));
        const Admission::Place kept = std::move(first).value();
    }
    CHECK(loop.run(door.enter(hilltop, 100)).ok());
}

struct Visits {
    std::atomic<int> inside = 0;
    std::atomic<int> served = 0;
    std::atomic<bool> too_many = false;
};

Task<void> visit(Admission* door, PracticeId practice, Visits* visits) {
    const Entered place = co_await door->enter(practice, 10);
    if (place.ok()) {
        visits->too_many = visits->too_many || ++visits->inside > 3;
        ++visits->served;
        co_await net::sleep_for(1ms);
        --visits->inside;
    }
}

// Goal for the thread sanitizer as well: places end on other threads than those that wait.
TEST_CASE("admission: many threads, and never more inside than there is room for") {
    constexpr int a_thread = 50;
    Admission door({.room = {.bytes_max = 30}});
    Visits visits;
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int practice = 1; practice <= 4; ++practice) {
        threads.emplace_back([&door, &visits, practice] {
            Loop loop;
            std::vector<std::future<void>> ends;
            ends.reserve(a_thread);
            for (int i = 0; i < a_thread; ++i) {
                ends.push_back(loop.spawn(visit(&door, PracticeId{practice}, &visits)));
            }
            for (std::future<void>& end : ends) {
                loop.wait(end);
            }
        });
    }
    threads.clear();

    CHECK(visits.served == 4 * a_thread);
    CHECK_FALSE(visits.too_many);
}

}
}

// In which order claimed messages leave.
#include "flow/send/held.hpp"

#include <doctest/doctest.h>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint now{1'800'000'000'000ms};

std::vector<Leased> messages(std::int64_t from, int count, TimePoint lease_until = now + 30s) {
    std::vector<Leased> leased;
    for (int i = 0; i < count; ++i) {
        leased.push_back({{{1}, {1}, {from + i}, {1}}, lease_until, {}});
    }
    return leased;
}

std::vector<std::int64_t> positions(const std::vector<Leased>& leased) {
    std::vector<std::int64_t> all;
    for (const Leased& one : leased) {
        all.push_back(one.key.position.value);
    }
    return all;
}

using Positions = std::vector<std::int64_t>;

TEST_CASE("held: small sends leave before what was there already, but for every fourth place") {
    Held held;
    held.add(messages(100, 4), false);
    held.add(messages(1, 5), true);
    CHECK(held.size() == 9);
    CHECK(held.small() == 5);
    CHECK(positions(held.take(6, now)) == Positions{1, 2, 3, 100, 4, 5});
    CHECK(positions(held.take(9, now)) == Positions{101, 102, 103});
    CHECK(held.empty());
}

TEST_CASE("held: one place at a time is shared in the same way") {
    Held held;
    held.add(messages(100, 2), false);
    held.add(messages(1, 6), true);
    Positions all;
    while (!held.empty()) {
        all.push_back(positions(held.take(1, now)).front());
    }
    CHECK(all == Positions{1, 2, 3, 100, 4, 5, 6, 101});
}

TEST_CASE("held: a lease that ends too soon is left to the sweep") {
    Held held;
    held.add(messages(1, 2, now + 5s), false);
    held.add(messages(3, 2), false);
    CHECK(positions(held.take(4, now + 5s)) == Positions{3, 4});
    held.add(messages(1, 2, now), true);
    CHECK(positions(held.take_all()) == Positions{1, 2});
}

}
}

#include "flow/upload/room.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>
#include <vector>

namespace cohort::upload {
namespace {

using Ticket = Room::Ticket;
using Tickets = std::vector<Ticket>;

constexpr PracticeId north{1};
constexpr PracticeId south{2};
constexpr PracticeId east{3};

// Joins and lets in whoever can be.
Ticket join(Room& room, PracticeId practice, std::uint64_t bytes) {
    const auto ticket = room.join(practice, bytes);
    REQUIRE(ticket.has_value());
    room.let_in();
    return *ticket;
}

TEST_CASE("room: who fits is let in at once, who does not waits until somebody leaves") {
    Room room({.bytes_max = 100});
    const Ticket first = join(room, north, 60);
    const Ticket second = join(room, south, 40);
    const Ticket third = join(room, east, 1);

    CHECK(room.is_inside(first));
    CHECK(room.is_inside(second));
    CHECK_FALSE(room.is_inside(third));
    CHECK(room.taken() == 100);

    room.leave(second);
    CHECK(room.let_in() == Tickets{third});
    CHECK(room.taken() == 61);
}

TEST_CASE("room: one practice's fifty do not keep another waiting behind them") {
    Room room({.bytes_max = 100, .practice_line_max = 50});
    const Ticket inside = join(room, east, 100);
    std::vector<Ticket> many;
    for (int i = 0; i < 50; ++i) {
        many.push_back(join(room, north, 100));
    }
    const Ticket one = join(room, south, 100);

    room.leave(inside);
    CHECK(room.let_in() == Tickets{many[0]});
    room.leave(many[0]);
    CHECK(room.let_in() == Tickets{one});
    room.leave(one);
    CHECK(room.let_in() == Tickets{many[1]});
}

TEST_CASE("room: a practice that holds its half stands aside, and is not forgotten") {
    Room room({.bytes_max = 100});
    const Ticket first = join(room, north, 30);
    const Ticket second = join(room, north, 20);
    const Ticket third = join(room, north, 10);
    const Ticket other = join(room, south, 50);

    CHECK(room.is_inside(first));
    CHECK(room.is_inside(second));
    CHECK_FALSE(room.is_inside(third));
    CHECK(room.is_inside(other));

    room.leave(second);
    CHECK(room.let_in() == Tickets{third});
}

TEST_CASE("room: a large one that waits is not overtaken by small ones") {
    Room room({.bytes_max = 100});
    const Ticket inside = join(room, north, 50);
    const Ticket large = join(room, south, 90);
    const Ticket small = join(room, east, 1);

    CHECK_FALSE(room.is_inside(small));
    room.leave(inside);
    CHECK(room.let_in() == Tickets{large, small});
}

TEST_CASE("room: larger than all of it is let in alone, and then nobody else") {
    Room room({.bytes_max = 100});
    const Ticket inside = join(room, north, 1);
    const Ticket giant = join(room, south, 1'000);
    const Ticket after = join(room, east, 1);
    CHECK_FALSE(room.is_inside(giant));

    room.leave(inside);
    CHECK(room.let_in() == Tickets{giant});
    CHECK_FALSE(room.is_inside(after));
    CHECK(room.grow(giant, 2'000));
    room.leave(giant);
    CHECK(room.let_in() == Tickets{after});
}

TEST_CASE("room: who leaves the line leaves no gap in it") {
    Room room({.bytes_max = 100});
    const Ticket inside = join(room, north, 100);
    const Ticket gave_up = join(room, south, 100);
    const Ticket stayed = join(room, south, 50);
    const Ticket alone_of_its_practice = join(room, east, 50);

    room.leave(gave_up);
    room.leave(inside);

    CHECK(room.let_in() == Tickets{stayed, alone_of_its_practice});
}

TEST_CASE("room: the line is bounded, for a practice and for all") {
    Room room({.bytes_max = 100, .line_max = 3, .practice_line_max = 2});
    join(room, north, 100);
    CHECK(room.join(north, 1));
    CHECK(room.join(north, 1));
    CHECK_FALSE(room.join(north, 1));
    CHECK(room.join(south, 1));
    CHECK_FALSE(room.join(east, 1));
}

TEST_CASE("room: what needs more than it said grows only into room that is free") {
    Room room({.bytes_max = 100});
    const Ticket first = join(room, north, 50);
    const Ticket second = join(room, south, 40);

    CHECK_FALSE(room.grow(first, 61));
    CHECK(room.taken() == 90);
    CHECK(room.grow(first, 60));
    CHECK(room.taken() == 100);
    CHECK(room.is_inside(second));

    // What it has grown by counts for its practice's half, and is gone with it.
    const Ticket third = join(room, north, 1);
    room.leave(second);
    CHECK(room.let_in().empty());
    room.leave(first);
    CHECK(room.let_in() == Tickets{third});
    CHECK(room.taken() == 1);
}

// Wants so many in all, and says whether it got them.
bool want(Room& room, Ticket ticket, std::uint64_t bytes) {
    room.want(ticket, bytes);
    room.let_in();
    return room.held(ticket) >= bytes;
}

constexpr Room::Limits small_firsts{.bytes_max = 100, .first_bytes_max = 10};

TEST_CASE("room: a large one of which little came keeps nobody out") {
    Room room(small_firsts);
    const Ticket large = join(room, north, 80);
    CHECK(room.held(large) == 10);
    for (int i = 0; i < 9; ++i) {
        CHECK(room.is_inside(join(room, PracticeId{10 + i}, 10)));
    }
    CHECK(room.taken() == 100);
}

TEST_CASE("room: a large one that has nearly all leaves room for a small one") {
    Room room(small_firsts);
    const Ticket large = join(room, north, 90);
    REQUIRE(want(room, large, 90));
    const Ticket small = join(room, south, 10);
    const Ticket next = join(room, east, 10);

    CHECK(room.is_inside(small));
    CHECK_FALSE(room.is_inside(next));
    room.leave(small);
    CHECK(room.let_in() == Tickets{next});
}

TEST_CASE("room: two large ones half-way never wait for each other") {
    Room room(small_firsts);
    const Ticket first = join(room, north, 80);
    const Ticket second = join(room, south, 80);
    REQUIRE(want(room, first, 50));

    // 90 for large ones: the first needs 30 more, and would find 25 of them.
    CHECK_FALSE(want(room, second, 15));
    CHECK(want(room, first, 80));
    CHECK(room.held(second) == 10);
    room.leave(first);
    CHECK(room.let_in() == Tickets{second});
    CHECK(room.held(second) == 15);
}

TEST_CASE("room: while a large one waits for another, small ones are let in and large ones not") {
    Room room(small_firsts);
    const Ticket idle = join(room, north, 80);
    const Ticket waits = join(room, south, 80);
    REQUIRE(want(room, idle, 60));
    REQUIRE_FALSE(want(room, waits, 40));
    const Ticket large = join(room, PracticeId{4}, 20);
    const Ticket small = join(room, east, 10);

    CHECK(room.is_inside(small));
    CHECK_FALSE(room.is_inside(large));
    room.leave(idle);
    CHECK(room.let_in() == Tickets{waits, large});
}

TEST_CASE("room: while a large one waits for what small ones hold, no more of them are let in") {
    Room room(small_firsts);
    const Ticket large = join(room, north, 80);
    std::vector<Ticket> small;
    for (int i = 0; i < 5; ++i) {
        small.push_back(join(room, PracticeId{10 + i}, 10));
    }
    REQUIRE_FALSE(want(room, large, 60));
    const Ticket next = join(room, south, 10);
    CHECK_FALSE(room.is_inside(next));

    room.leave(small.back());
    CHECK(room.let_in() == Tickets{large});
    room.leave(small.front());
    CHECK(room.let_in() == Tickets{next});
}

TEST_CASE("room: who waits to grow no longer does not keep others out") {
    Room room(small_firsts);
    const Ticket large = join(room, north, 80);
    for (int i = 0; i < 3; ++i) {
        join(room, PracticeId{10 + i}, 10);
    }
    REQUIRE_FALSE(want(room, large, 80));
    const Ticket next = join(room, east, 10);
    REQUIRE_FALSE(room.is_inside(next));

    room.want_no_more(large);
    CHECK(room.let_in() == Tickets{next});
    CHECK(room.held(large) == 10);
}

// Any order of coming, growing and leaving: never more than there is, unless one is alone; nobody
// waits while nobody is inside; and all are let in in the end.
TEST_CASE("room: never over its size, and everybody is let in, whatever comes") {
    CHECK(rc::check([] {
        const std::uint64_t bytes_max = 100;
        Room room(
            {.bytes_max = bytes_max,
             .line_max = 1'000,
             .practice_line_max = 1'000,
             .first_bytes_max = 20}
        );
        std::set<Ticket> inside;
        std::set<Ticket> waiting;
        const auto let_in = [&] {
            for (const Ticket ticket : room.let_in()) {
                inside.insert(ticket);
                waiting.erase(ticket);
            }
            std::uint64_t sum = 0;
            for (const Ticket ticket : inside) {
                sum += room.held(ticket);
            }
            RC_ASSERT(sum == room.taken());
            RC_ASSERT(inside.size() == room.inside());
            RC_ASSERT(sum <= bytes_max || inside.size() == 1);
            RC_ASSERT(!inside.empty() || waiting.empty());
        };
        const auto leave = [&](std::set<Ticket>& from, std::size_t which) {
            if (!from.empty()) {
                const auto one = std::next(from.begin(), static_cast<int>(which % from.size()));
                room.leave(*one);
                from.erase(one);
            }
        };
        const auto steps =
            *rc::gen::container<std::vector<std::tuple<int, int, int, std::size_t>>>(rc::gen::tuple(
                rc::gen::inRange(0, 8),
                rc::gen::inRange(1, 5),
                rc::gen::inRange(1, 140),
                rc::gen::arbitrary<std::size_t>()
            ));
        for (const auto& [what, practice, bytes, which] : steps) {
            const auto size = static_cast<std::uint64_t>(bytes);
            if (what <= 2) {
                waiting.insert(*room.join(PracticeId{practice}, size));
            } else if (what <= 5 && !inside.empty()) {
                const Ticket one =
                    *std::next(inside.begin(), static_cast<int>(which % inside.size()));
                if (what == 3) {
                    room.grow(one, room.most(one) + size);
                } else if (what == 4) {
                    room.settle(one);
                } else {
                    room.want(one, std::min(room.held(one) + size, room.most(one)));
                }
            } else {
                leave(what == 6 ? inside : waiting, which);
            }
            let_in();
        }
        while (!inside.empty()) {
            leave(inside, 0);
            let_in();
        }
        RC_ASSERT(waiting.empty());
        RC_ASSERT(room.taken() == 0U);
    }));
}

// All bytes of everybody come, in any order, and nobody gives up: all come to their ends. An upload
// leaves when it holds all that it said, and not before.
TEST_CASE("room: all come to their ends by themselves, whoever grows when") {
    CHECK(rc::check([] {
        Room room(
            {.bytes_max = 100, .line_max = 1'000, .practice_line_max = 1'000, .first_bytes_max = 10}
        );
        const auto sizes = *rc::gen::container<std::vector<std::pair<int, int>>>(
            rc::gen::pair(rc::gen::inRange(1, 5), rc::gen::inRange(1, 120))
        );
        std::set<Ticket> there;
        for (const auto& [practice, bytes] : sizes) {
            there.insert(*room.join(PracticeId{practice}, static_cast<std::uint64_t>(bytes)));
        }
        room.let_in();
        while (!there.empty()) {
            std::vector<Ticket> can_go_on; // those inside that do not wait
            for (const Ticket ticket : there) {
                if (room.is_inside(ticket) && !room.waits_to_grow(ticket)) {
                    can_go_on.push_back(ticket);
                }
            }
            RC_ASSERT(!can_go_on.empty());
            const Ticket one = *rc::gen::elementOf(can_go_on);
            if (room.held(one) >= room.most(one)) {
                room.leave(one);
                there.erase(one);
            } else {
                const auto more = static_cast<std::uint64_t>(*rc::gen::inRange(1, 30));
                room.want(one, std::min(room.held(one) + more, room.most(one)));
            }
            room.let_in();
            RC_ASSERT(room.taken() <= 100U);
        }
    }));
}

}
}

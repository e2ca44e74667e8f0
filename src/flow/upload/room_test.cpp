#include "flow/upload/room.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <iterator>
#include <map>
#include <tuple>
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
    CHECK(room.grow(giant, 1'000));
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

TEST_CASE("room: what is inside grows only into room that is free") {
    Room room({.bytes_max = 100});
    const Ticket first = join(room, north, 50);
    const Ticket second = join(room, south, 40);

    CHECK_FALSE(room.grow(first, 11));
    CHECK(room.taken() == 90);
    CHECK(room.grow(first, 10));
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

// Any order of coming, growing and leaving: never more than there is, unless one is alone; nobody
// waits while nobody is inside; and all are let in in the end.
TEST_CASE("room: never over its size, and everybody is let in, whatever comes") {
    CHECK(rc::check([] {
        const std::uint64_t bytes_max = 100;
        Room room({.bytes_max = bytes_max, .line_max = 1'000, .practice_line_max = 1'000});
        std::map<Ticket, std::uint64_t> inside;
        std::map<Ticket, std::uint64_t> waiting;
        const auto let_in = [&] {
            for (const Ticket ticket : room.let_in()) {
                inside.insert(waiting.extract(ticket));
            }
            std::uint64_t sum = 0;
            for (const auto& [ticket, bytes] : inside) {
                sum += bytes;
            }
            RC_ASSERT(sum == room.taken());
            RC_ASSERT(inside.size() == room.inside());
            RC_ASSERT(sum <= bytes_max || inside.size() == 1);
            RC_ASSERT(!inside.empty() || waiting.empty());
        };
        const auto leave = [&](std::map<Ticket, std::uint64_t>& from, std::size_t which) {
            if (!from.empty()) {
                const auto one = std::next(from.begin(), static_cast<int>(which % from.size()));
                room.leave(one->first);
                from.erase(one);
            }
        };
        const auto steps =
            *rc::gen::container<std::vector<std::tuple<int, int, int, std::size_t>>>(rc::gen::tuple(
                rc::gen::inRange(0, 6),
                rc::gen::inRange(1, 5),
                rc::gen::inRange(1, 140),
                rc::gen::arbitrary<std::size_t>()
            ));
        for (const auto& [what, practice, bytes, which] : steps) {
            const auto size = static_cast<std::uint64_t>(bytes);
            if (what <= 2) {
                waiting.emplace(*room.join(PracticeId{practice}, size), size);
            } else if (what == 3 && !inside.empty()) {
                const auto one = std::next(inside.begin(), static_cast<int>(which % inside.size()));
                one->second += room.grow(one->first, size) ? size : 0;
            } else {
                leave(what == 4 ? inside : waiting, which);
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

}
}

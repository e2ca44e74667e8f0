#include "simulator/world.hpp"

#include <doctest/doctest.h>

namespace cohort::simulator {

namespace {

Record part_of(std::uint64_t n, std::uint32_t part, std::uint32_t parts, const char* text) {
    Record record;
    record.n = n;
    record.from = "NHSgp";
    record.to = "447700900001";
    record.text = text;
    record.reference = 7;
    record.part = part;
    record.parts = parts;
    record.stat = "DELIVRD";
    record.receipts = 1;
    return record;
}

Record receipt_for(std::uint64_t n, std::uint64_t of, const char* stat) {
    Record record;
    record.n = n;
    record.kind = RecordKind::receipt;
    record.to = "447700900001";
    record.of = of;
    record.stat = stat;
    return record;
}

}

TEST_CASE("world: parts in any order make one message, counted once when whole") {
    World world;
    world.apply(part_of(1, 2, 2, "world"));
    CHECK(world.totals().messages == 0);
    CHECK(world.conversation("447700900001").at(0)->text() == "…world");

    world.apply(part_of(2, 1, 2, "Hello "));

    CHECK(world.totals().messages == 1);
    REQUIRE(world.conversation("447700900001").size() == 1);
    CHECK(world.conversation("447700900001")[0]->text() == "Hello world");
}

TEST_CASE("world: the same reference again is another message") {
    World world;
    for (const std::uint64_t n : {1U, 3U}) {
        world.apply(part_of(n, 1, 2, "a"));
        world.apply(part_of(n + 1, 2, 2, "b"));
    }
    world.apply(part_of(5, 1, 2, "a"));
    world.apply(part_of(6, 1, 2, "a"));

    CHECK(world.totals().messages == 2);
    CHECK(world.conversation("447700900001").size() == 4);
}

TEST_CASE("world: one failed part fails the message") {
    World world;
    world.apply(part_of(1, 1, 2, "a"));
    world.apply(part_of(2, 2, 2, "b"));
    CHECK(world.conversation("447700900001")[0]->state() == PartState::on_its_way);

    world.apply(receipt_for(3, 1, "DELIVRD"));
    world.apply(receipt_for(4, 2, "UNDELIV"));

    CHECK(world.conversation("447700900001")[0]->state() == PartState::failed);
}

TEST_CASE("world: old messages are forgotten, totals never") {
    World world({.messages_max = 10, .messages_of_one_max = 4, .addresses_max = 2});
    for (std::uint64_t n = 1; n <= 30; ++n) {
        world.apply(part_of(n, 1, n % 3 == 0 ? 2 : 1, "x"));
        world.apply(receipt_for(100 + n, n, "DELIVRD"));
    }

    CHECK(world.totals().submits == 30);
    CHECK(world.totals().receipts == 30);
    CHECK(world.conversation("447700900001").size() == 4);
    Record other = part_of(31, 1, 1, "y");
    other.to = "2";
    world.apply(other);
    other.to = "3";
    world.apply(other);
    CHECK(world.phone("2") != nullptr);
    CHECK(world.phone("3") == nullptr);
    CHECK(world.addresses_not_kept() == 1);
    CHECK(world.totals().submits == 32);
}

}

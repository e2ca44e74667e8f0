// The auditor: counts that are not those of their messages are found, said, and found right again.
#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;

void change_behind_its_back(World& world, std::string_view from, std::string_view to) {
    const std::string update = "UPDATE messages SET state = '" + std::string(to)
                               + "', reason = 'gateway.test' WHERE position = 1 AND state = '"
                               + std::string(from) + "'";
    const auto change = [&](db::Transaction& tx) -> Outcome {
        REQUIRE(tx.run(db::Sql{"test/change_behind", update, update}) == 1);
        return done();
    };
    REQUIRE(world.database().write_now(change).ok());
}

bool recount_finds_it_wrong(World& world, BulkMessageId id) {
    REQUIRE(world.await(world.flows().sending.recount()).ok());
    return world.overview(id).miscounted;
}

std::int64_t miscounted_of_all(World& world) {
    const auto read = [&](db::Snapshot& at) -> Result<std::int64_t> {
        return world.flows().sending.health(at).miscounted;
    };
    return world.database().read_now(read).value();
}

TEST_CASE("recount: counts that differ from the messages are found, until they are right again") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(40), "Hello");
        CHECK_FALSE(recount_finds_it_wrong(world, id)); // none of its messages is made yet
        world.make_messages();
        world.clock().advance(61s);
        CHECK_FALSE(recount_finds_it_wrong(world, id));

        change_behind_its_back(world, "queued", "skipped");
        CHECK_FALSE(recount_finds_it_wrong(world, id)); // nothing says that it has changed
        world.clock().advance(24h);
        CHECK(recount_finds_it_wrong(world, id));
        CHECK(miscounted_of_all(world) == 1);
        world.clock().advance(61s);
        CHECK(recount_finds_it_wrong(world, id));

        change_behind_its_back(world, "skipped", "queued");
        world.clock().advance(61s);
        CHECK_FALSE(recount_finds_it_wrong(world, id));
        CHECK(miscounted_of_all(world) == 0);
    });
}

TEST_CASE("health: what waits, and since when; what has been accepted, and since when") {
    for_each_engine([](World& world) {
        const TimePoint start = world.clock().now();
        world.send(world.list_of(300), "Hello");
        world.make_messages();
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 7;
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 7; });
        gateway.slots = 0;
        const auto& first = gateway.submitted.front();
        world.clock().advance(5s);
        gateway.end(first.key, send::Accepted{{"ref-1"}});
        const auto read = [&](db::Snapshot& at) -> Result<send::Health> {
            return world.flows().sending.health(at);
        };
        const auto health = [&] { return world.database().read_now(read).value(); };
        world.run_until([&] { return health().without_receipt == 1; });
        CHECK(health().attempting == 6);
        REQUIRE(health().oldest_due.has_value());
        CHECK(*health().oldest_due >= start);
        CHECK(*health().oldest_due < start + 5s);
        CHECK(*health().oldest_without_receipt == world.clock().now());
    });
}

}
}

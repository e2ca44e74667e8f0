// Few messages do not wait behind many (G19).
#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;
using domain::MessageState;

send::AttemptOutcome accepted_as(const send::Submission& submission) {
    return send::Accepted{
        {std::to_string(submission.key.bulk_message.value) + "-"
         + std::to_string(submission.key.position.value)}
    };
}

TEST_CASE("sending: a small send leaves before what a large one has waiting") {
    for_each_engine([](World& world) {
        const BulkMessageId large = world.send(world.list_of(1'500), "To many");
        world.make_messages();
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 5;
        world.serve(gateway);
        world.run_until([&] { return gateway.open() == 5; });

        const BulkMessageId small = world.send(world.list_of(10), "To few");
        world.make_messages();
        world.clock().advance(600ms); // the worker looks twice a second
        const std::size_t before = gateway.submitted.size();
        gateway.answer = accepted_as;
        for (std::size_t i = 0; i < 5; ++i) {
            gateway.end(gateway.submitted[i].key, accepted_as(gateway.submitted[i]));
        }
        world.run_until([&] { return world.counts(small)[MessageState::accepted] == 10; });
        const auto last = std::ranges::find_if(
            gateway.submitted.rbegin(),
            gateway.submitted.rend(),
            [&](const auto& one) { return one.key.bulk_message == small; }
        );
        const auto of_the_large = std::ranges::count_if(
            gateway.submitted.begin() + static_cast<std::ptrdiff_t>(before),
            last.base(),
            [&](const auto& one) { return one.key.bulk_message == large; }
        );
        CHECK(of_the_large <= 5); // a quarter of the places, and what had been taken already
    });
}

TEST_CASE("sending: the time that is left is told while messages wait, and not beyond") {
    for_each_engine([](World& world) {
        const BulkMessageId id = world.send(world.list_of(300), "Hello");
        world.make_messages();
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 5;
        world.serve(gateway);
        const auto left = [&] {
            return world.flows().sending.time_left(world.practice(), world.overview(id));
        };
        CHECK(!left());
        world.run_until([&] { return gateway.open() == 5; });
        for (std::size_t next = 0; next < 100; ++next) {
            world.run_until([&] { return gateway.submitted.size() > next; });
            world.clock().advance(100ms);
            gateway.end(gateway.submitted[next].key, accepted_as(gateway.submitted[next]));
        }
        world.run_until([&] { return world.counts(id)[MessageState::accepted] == 100; });
        REQUIRE(left().has_value());
        CHECK(*left() > 10s);
        CHECK(*left() < 40s); // 200 at about ten a second
        gateway.answer = accepted_as;
        for (std::size_t next = 100; next < 105; ++next) {
            gateway.end(gateway.submitted[next].key, accepted_as(gateway.submitted[next]));
        }
        world.run_until([&] { return world.counts(id)[MessageState::accepted] == 300; });
        world.run_until([&] { return !left(); });
    });
}

}
}

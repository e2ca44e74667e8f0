// How many texts a practice may have sent, to the text, also when many accept at once (G70).
#include "practice/allowance.hpp"

#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

#include <thread>
#include <vector>

namespace cohort::stages {
namespace {

using namespace std::chrono_literals;

void allow(World& world, practice::Allowance allowance) {
    const auto set = [&](db::Transaction& tx) -> Outcome {
        practice::set_allowance(tx, world.practice(), allowance);
        return done();
    };
    REQUIRE(world.database().write_now(set).ok());
}

Result<compose::Accepted> press(
    World& world,
    ListId list,
    const std::string& key,
    std::optional<TimePoint> later = {},
    domain::Channel channel = domain::Channel::sms
) {
    const auto accept = [&](db::Transaction& tx) {
        return world.flows().composing.accept(
            tx,
            world.actor(),
            key,
            {.list = list, .channel = channel, .subject = "Flu", .text = "Hello", .later = later}
        );
    };
    return world.database().write_now(accept);
}

TEST_CASE("allowance: a day and a month hold so many texts, and the next is refused whole") {
    for_each_engine([](World& world) {
        allow(world, {.texts_a_day = 100, .texts_a_month = 150});
        const ListId sixty = world.list_of(60);
        const ListId forty = world.list_of(40);
        CHECK(press(world, sixty, "a").ok());
        CHECK(press(world, sixty, "b").error().code == ErrorCode{"allowance.day_used_up"});
        CHECK(press(world, sixty, "b", {}, domain::Channel::email).ok()); // emails are not texts
        CHECK(press(world, forty, "c").ok());
        // The same is not counted again.
        CHECK(press(world, forty, "c").ok());
        // Tomorrow is another day, but not another month; the month after is.
        const TimePoint tomorrow = world.clock().now() + 24h;
        CHECK(press(world, sixty, "d", tomorrow).error().code == ErrorCode{"allowance.month_used_up"});
        CHECK(press(world, forty, "e", tomorrow).ok());
        CHECK(press(world, sixty, "f", world.clock().now() + 20 * 24h).ok());
    });
}

TEST_CASE("allowance: what is stopped before it left is given back, and what is tried again counts"
) {
    for_each_engine([](World& world) {
        allow(world, {.texts_a_day = 100, .texts_a_month = {}});
        const ListId sixty = world.list_of(60);
        const auto first = press(world, sixty, "a");
        REQUIRE(first.ok());
        world.make_messages();
        CHECK(!press(world, sixty, "b").ok());
        const auto stop = [&](db::Transaction& tx) {
            return world.flows().sending.stop_bulk_message(tx, world.actor(), first->id);
        };
        REQUIRE(world.database().write_now(stop).ok());
        const auto second = press(world, sixty, "b");
        REQUIRE(second.ok());

        world.make_messages();
        ScriptedGateway& gateway = world.carrier();
        gateway.slots = 60;
        gateway.answer = [](const send::Submission&) {
            return send::Refused{"sms.number_refused", "", send::Refused::For::good};
        };
        world.serve(gateway);
        world.run_until([&] {
            return world.counts(second->id)[domain::MessageState::refused] == 60;
        });
        const auto again = [&](db::Transaction& tx) {
            return world.flows().sending.try_again(tx, world.actor(), second->id, {});
        };
        CHECK(world.database().write_now(again).error().code == ErrorCode{"allowance.day_used_up"});
        allow(world, {.texts_a_day = 120, .texts_a_month = {}});
        CHECK(world.database().write_now(again).value() == 60);
    });
}

TEST_CASE("allowance: however many press at once, not one text too many is accepted") {
    for_each_engine([](World& world) {
        allow(world, {.texts_a_day = 35, .texts_a_month = 100});
        const ListId ten = world.list_of(10);
        std::atomic<int> accepted = 0;
        {
            std::vector<std::jthread> desks;
            for (int desk = 0; desk < 8; ++desk) {
                desks.emplace_back([&, desk] {
                    const auto pressed = press(world, ten, "desk-" + std::to_string(desk));
                    accepted += pressed.ok() ? 1 : 0;
                });
            }
        }
        CHECK(accepted == 3);
    });
}

}
}

// Several binds to one account: what they share, and what the loss of one costs.
#include "edge/smpp/gateway_world.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

namespace {

SmppSettings
with_binds(std::size_t binds, std::size_t window, BindAs bind_as = BindAs::transceiver) {
    auto settings = settings_for_test();
    settings.binds = binds;
    settings.window = window;
    settings.bind_as = bind_as;
    return settings;
}

std::string receipt_with(std::uint32_t sequence, std::string_view text) {
    return bytes_of({Command::deliver_sm, 0, sequence}, ShortMessage{.esm_class = 4, .text = text});
}

std::size_t told_times(const World& world, std::string_view what) {
    return static_cast<std::size_t>(std::ranges::count(world.told, what));
}

}

TEST_CASE("binds: together they have exactly the window's places, whatever the shares") {
    const struct {
        std::size_t binds;
        std::size_t window;
    } cases[] = {{1, 10}, {2, 10}, {3, 10}, {4, 5}, {16, 16}, {7, 1000}};

    for (const auto& each : cases) {
        CAPTURE(each.binds);
        World world{with_binds(each.binds, each.window)};
        world.start();
        world.until([&] { return world.gateway->free_slots() == each.window; });
        CHECK(world.centres.size() == each.binds);
        world.stop(1s);
        CHECK(world.told.size() <= each.binds); // ready, and nothing of trouble
    }
}

TEST_CASE("binds: submissions are spread over them, and never more are open than the window") {
    World world{with_binds(3, 5)};
    world.silent = true;
    world.start();
    world.until([&] { return world.gateway->free_slots() == 5; });
    for (std::int64_t position = 1; position <= 9; ++position) {
        world.queue.push_back(submission(position));
    }
    world.ready();
    world.until([&] { return world.received() == 5; });

    CHECK(world.gateway->free_slots() == 0);
    CHECK(world.queue.size() == 4);
    for (const auto& centre : world.centres) {
        CHECK(centre->received.size() >= 1);
        CHECK(centre->received.size() <= 2);
    }
    world.stop(10ms);
    CHECK(world.ended.size() == 5);
}

TEST_CASE("binds: a bind that is lost costs what was open on it, and sending goes on") {
    World world{with_binds(2, 4)};
    world.silent = true;
    world.start();
    world.until([&] { return world.gateway->free_slots() == 4; });
    for (const std::int64_t position : {1, 11, 21, 31}) {
        world.queue.push_back(submission(position));
    }
    world.ready();
    world.until([&] { return world.received() == 4; });
    world.silent = false;

    world.peers[0]->abort();
    world.until([&] { return world.ended.size() == 2; });

    for (const auto& [position, times] : world.centres[0]->received) {
        CHECK(world.ended[position] == "in_doubt sms.connection_cut");
    }
    for (const auto& [position, times] : world.centres[1]->received) {
        CHECK_FALSE(world.ended.contains(position));
    }
    CHECK(world.gateway->connected());
    CHECK_FALSE(world.was_told("paused gateway.unreachable"));
    CHECK(told_times(world, "impaired gateway.binds_down") == 1);
    // Opened again, after at most a second, with its share of the places.
    world.until([&] { return world.was_told("impaired no more"); });
    CHECK(world.gateway->free_slots() == 2);
    world.stop(10ms);
    CHECK(world.ended.size() == 4);
}

TEST_CASE("binds: an account that allows fewer binds sends on those, and says so once") {
    World world{with_binds(3, 6)};
    world.connections_refused_from = 1;
    world.queue.push_back(submission(1));
    world.start();
    world.until([&] { return world.ended.size() == 1; });
    world.until([&] { return world.was_told("impaired gateway.binds_down"); });

    CHECK(world.ended[1] == "accepted m1.1");
    CHECK(world.gateway->free_slots() == 2);
    CHECK_FALSE(world.was_told("paused gateway.unreachable"));
    world.stop(1s);
}

TEST_CASE("binds: the pause is told once the last sending bind is down, and its end at the first") {
    World world{with_binds(2, 4)};
    world.start();
    world.until([&] { return world.gateway->free_slots() == 4; });
    world.reachable = false;
    for (const auto& peer : world.peers) {
        peer->abort();
    }
    world.until([&] { return world.was_told("paused gateway.unreachable"); });
    CHECK(world.gateway->free_slots() == 0);
    CHECK_FALSE(world.gateway->connected());

    world.reachable = true;
    world.until([&] { return world.gateway->free_slots() == 4; });
    CHECK(told_times(world, "paused gateway.unreachable") == 1);
    CHECK(told_times(world, "resumed") == 1);
    world.stop(1s);
}

TEST_CASE("binds: a receipt is kept from whichever bind it comes on") {
    World world{with_binds(2, 4)};
    world.start();
    world.until([&] { return world.gateway->free_slots() == 4; });
    for (const std::size_t bind : {0U, 1U}) {
        const auto text = bind == 0 ? "id:a stat:DELIVRD" : "id:b stat:DELIVRD";
        world.say(bind, receipt_with(9, text));
        world.until([&] { return world.receipts.size() == bind + 1; });
    }
    CHECK(world.receipts[0].provider_reference == "a");
    CHECK(world.receipts[1].provider_reference == "b");
    world.stop(1s);
}

TEST_CASE("binds: apart, transmitters have the places and one receiver brings the receipts") {
    World world{with_binds(2, 5, BindAs::transmitter_and_receiver)};
    world.to_say = receipt_with(9, "id:r stat:DELIVRD err:000");
    world.queue.push_back(submission(1));
    world.start();
    world.until([&] { return world.gateway->free_slots() == 5 && world.receipts.size() == 3; });

    std::vector<Command> bound_as;
    for (const auto& centre : world.centres) {
        REQUIRE(centre->bound_as.size() == 1);
        bound_as.push_back(centre->bound_as[0]);
        CHECK((centre->bound_as[0] != Command::bind_receiver || centre->received.empty()));
    }
    std::ranges::sort(bound_as);
    CHECK(
        bound_as
        == std::vector{Command::bind_receiver, Command::bind_transmitter, Command::bind_transmitter}
    );
    CHECK(world.ended[1] == "accepted m1.1");
    world.stop(1s);
}

TEST_CASE("binds: without its receiver the gateway sends, and says that receipts wait") {
    World world{with_binds(1, 5, BindAs::transmitter_and_receiver)};
    world.start();
    world.until([&] { return world.centres.size() == 2 && world.gateway->free_slots() == 5; });
    world.until([&] {
        return !world.centres[0]->bound_as.empty() && !world.centres[1]->bound_as.empty();
    });
    const bool first_receives = world.centres[0]->bound_as[0] == Command::bind_receiver;
    world.reachable = false;
    world.peers[first_receives ? 0 : 1]->abort();
    world.until([&] { return world.was_told("impaired gateway.receipts_wait"); });

    world.queue.push_back(submission(1));
    world.ready();
    world.until([&] { return world.ended.size() == 1; });
    CHECK(world.ended[1] == "accepted m1.1");
    CHECK_FALSE(world.was_told("paused gateway.unreachable"));
    world.reachable = true;
    world.until([&] { return world.was_told("impaired no more"); });
    world.stop(1s);
}

TEST_CASE(
    "binds: after refused settings one probe leaves on all binds together, and its acceptance "
    "is every bind's"
) {
    Rig rig;
    Rig other; // its session is not used: one of the first account stands in for it
    Session second{rig.settings, rig.account, {BindRole::transceiver, 10}};
    second.connected(rig.now);
    second.take_output(other.frames);
    second.received(bytes_of({Command::bind_transceiver_resp, 0, 1}, BindResp{}), rig.now);
    rig.bind();
    rig.submit(submission(1));
    rig.respond(rig.out().at(0), 0x0A);
    CHECK(second.free_slots(rig.now) == 0);
    rig.pass(61s);
    second.tick(rig.now);

    rig.submit(submission(2));
    second.submit(submission(3), rig.now, noon);
    const auto probe = rig.out();
    CHECK(probe.size() == 2); // enquire_link, and the probe
    second.take_output(other.frames);
    CHECK(other.frames.size() == header_bytes); // enquire_link alone

    rig.respond(probe.back(), 0, "m");
    second.tick(rig.now);
    second.take_output(other.frames);
    CHECK(other.frames.size() > header_bytes);
    CHECK(rig.told.back() == "ready");
    CHECK(rig.was_told("resumed"));
    CHECK_FALSE(rig.account.wrong);
}

TEST_CASE("binds: faults in their number are told") {
    CHECK(faults(with_binds(1, 1)).empty());
    for (const auto& wrong : {with_binds(0, 10), with_binds(17, 100), with_binds(4, 3)}) {
        REQUIRE(faults(wrong).size() == 1);
        CHECK(faults(wrong)[0].text() == "smpp.binds_range");
    }
}

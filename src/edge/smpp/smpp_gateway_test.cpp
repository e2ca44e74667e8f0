#include "edge/smpp/smpp_gateway.hpp"

#include "edge/smpp/gateway_world.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

TEST_CASE("gateway: sends what ready asks for, keeps receipts, and unbinds when stopped") {
    World world;
    for (const std::int64_t position : {1, 2, 11, 21}) {
        world.queue.push_back(submission(position));
    }
    const ShortMessage receipt{.esm_class = 0x04, .text = "id:r stat:DELIVRD err:000"};
    world.to_say = bytes_of({Command::deliver_sm, 0, 9}, receipt);
    world.start();
    world.until([&] { return world.ended.size() == 4 && world.receipts.size() == 1; });
    world.stop(1s);

    CHECK(world.ended[1] == "accepted m1.1");
    CHECK(world.ended[2] == "refused sms.number_refused");
    CHECK(world.ended[21] == "accepted m21.1");
    CHECK(world.receipts[0].provider_reference == "r");
    CHECK(world.told == std::vector<std::string>{"ready", "ready"});
    CHECK(world.gateway->free_slots() == 0);
    CHECK(world.gateway->counts().submits == 4);
}

TEST_CASE("gateway: an unreachable centre is told once, and resumed when it is back") {
    World world;
    world.reachable = false;
    world.start();
    world.until([&] { return !world.told.empty(); });
    CHECK(world.told == std::vector<std::string>{"paused gateway.unreachable"});

    world.reachable = true;
    world.queue.push_back(submission(1));
    world.until([&] { return world.ended.size() == 1; }); // after a wait of at most one second
    CHECK(world.was_told("resumed"));
    CHECK(world.ended[1] == "accepted m1.1");
    world.stop(1s);
}

TEST_CASE("gateway: stop ends what the centre never answered, in doubt, after the grace") {
    World world;
    world.silent = true;
    world.queue.push_back(submission(1));
    world.start();
    world.until([&] { return world.gateway->counts().submits == 1; });
    world.until([&] { return world.centres[0]->received[1] == 1; });
    CHECK(world.ended.empty());
    world.stop(10ms);

    CHECK(world.ended[1] == "in_doubt sms.connection_cut");
}

TEST_CASE("gateway: a write that broke is in doubt as a whole, what waited behind it was not sent"
) {
    World world;
    world.cut_our_writes = 60; // the bind, and the beginning of the first submit_sm
    world.queue.push_back(submission(1));
    world.start();
    world.until([&] { return world.ended.size() == 1; });
    CHECK(world.ended[1] == "in_doubt sms.connection_cut");
    CHECK(world.centres[0]->received[1] == 0);
    CHECK(world.was_told("paused gateway.unreachable"));

    std::vector<send::Submission> more;
    more.push_back(submission(6));
    world.gateway->submit(std::move(more));
    world.until([&] { return world.ended.size() == 2; });
    CHECK(world.ended[6] == "not_sent gateway.connection_lost");
    world.stop(1s);
}

TEST_CASE("gateway: whoever was answered before a write broke is not in doubt") {
    World world;
    world.late_reader = true;
    world.start();
    world.until([&] { return world.gateway->free_slots() > 0; });
    std::vector<send::Submission> first;
    first.push_back(submission(1));
    world.gateway->submit(std::move(first));
    world.until([&] { return world.centres[0]->taken[1] == 1; });
    world.ours[0]->break_after_writing(20); // the beginning of the next submit_sm
    std::vector<send::Submission> second;
    second.push_back(submission(6));
    world.gateway->submit(std::move(second));
    world.until([&] { return world.ended.size() == 2; });

    CHECK(world.ended[1] == "accepted m1.1");
    CHECK(world.ended[6] == "in_doubt sms.connection_cut");
    CHECK(world.gateway->free_slots() == 0);
    world.stop(1s);
}

TEST_CASE("gateway: receipts that cannot be kept are refused, so that the centre sends them again"
) {
    World world;
    world.can_keep = false;
    const ShortMessage receipt{.esm_class = 0x04, .text = "id:r stat:DELIVRD err:000"};
    world.to_say = bytes_of({Command::deliver_sm, 0, 9}, receipt);
    world.start();
    const std::string refusal = bytes_of({Command::deliver_sm_resp, 0x64, 9}, MessageResp{});
    world.until([&] {
        return !world.ours.empty() && world.ours[0]->written().find(refusal) != std::string::npos;
    });
    world.stop(1s);
}

// Under UndefinedBehaviorSanitizer a timer that was left behind ends this.
TEST_CASE("gateway: may live longer than the loop that it ran on") {
    std::unique_ptr<SmppGateway> gateway;
    {
        World world;
        world.start();
        world.until([&] { return world.gateway->connected(); });
        world.stop(1s);
        gateway = std::move(world.gateway);
    }
    CHECK(gateway->free_slots() == 0);
}

TEST_CASE("gateway: settings with faults make no gateway") {
    ManualClock clock{noon};
    SeededRandom random{1};
    auto settings = settings_for_test();
    settings.host.clear();
    settings.window = 5000;

    const auto made = SmppGateway::make(std::move(settings), {clock, random});

    REQUIRE_FALSE(made.ok());
    CHECK(made.error().code.text() == "smpp.settings");
    CHECK(made.error().detail == "smpp.host_missing smpp.window_range");
}

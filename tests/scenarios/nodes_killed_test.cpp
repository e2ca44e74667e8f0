// Nodes die while 3,000 texts go out, at random, and come back as new ones. Goal (G7, G15, G16):
// nobody is sent twice, nobody is missing, and what is not confirmed is at most what each had under
// way.
#include "tests/scenarios/nodes.hpp"
#include "tests/scenarios/seed.hpp"

#include <doctest/doctest.h>

#include <random>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr std::size_t patients = 3'000;
constexpr std::size_t window_of_one = 10;

TEST_CASE("nodes: two of three are killed at random while 3,000 texts go out, again and again") {
    const std::uint64_t seed = seed_or(20'261'130);
    const int kills = rounds_or(4);
    const bool whole = kills > 4; // marks that nobody answers take two minutes
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    SeveralNodes world(3);
    world.start();
    auto& installation = world.installation;
    http::TestClient client = api_client(installation); // asks node 0, which lives on
    const std::string id = send_to(client, patients);
    wait_for(client, id, [](const Counts& now) { return now.at("delivered") > 0; });

    for (int i = 0; i < kills && ahead(counts(client, id)) > 0; ++i) {
        const std::size_t victim = 1 + random() % 2;
        std::this_thread::sleep_for(std::chrono::milliseconds(500 + random() % 2'000));
        installation.node(victim).kill_now();
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 1'000));
        installation.start_node(victim);
    }
    wait_for_the_rest(client, id, whole);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    MESSAGE("not confirmed: " << in_doubt(accounts));
    check_while_marks_are_open(accounts, static_cast<std::size_t>(kills) * window_of_one);
    CHECK(in_doubt(accounts) <= static_cast<std::size_t>(kills) * window_of_one);
}

TEST_CASE("nodes: what a dead node held and had not marked is in line again within 40 seconds") {
    SeveralNodes world(2, {.binds = 2, .window = 20, .per_second = 40});
    world.start();
    auto& installation = world.installation;
    http::TestClient client = api_client(installation);
    const std::string id = send_to(client, 1'000);
    const auto held = [&] {
        return world.stored("SELECT COUNT(*) FROM messages WHERE state = 'leased' AND node_id ="
                            " (SELECT MAX(node_id) FROM nodes)");
    };
    while (held() < 5) {
        std::this_thread::sleep_for(20ms);
    }

    installation.node(1).kill_now();
    const auto died = Steady::now();
    const std::int64_t left = held();
    while (held() > 0) {
        REQUIRE(Steady::now() - died < 60s);
        std::this_thread::sleep_for(100ms);
    }

    const auto took = std::chrono::duration_cast<std::chrono::seconds>(Steady::now() - died);
    MESSAGE(left << " messages were in line again after " << took.count() << " s");
    CHECK(took < 40s);
}

}
}

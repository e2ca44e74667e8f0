// What an operator sees of several nodes: the page, the metrics and the command line say who lives,
// who died and who holds what; a node with another master key does not start.
#include "tests/scenarios/nodes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::Installation;

std::string get(const Installation& installation, const std::string& path) {
    http::TestClient client(installation.port(), 10s);
    const auto answer = client.get(path);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return answer.body;
}

std::size_t times(const std::string& text, std::string_view words) {
    std::size_t found = 0;
    for (auto at = text.find(words); at != text.npos; at = text.find(words, at + 1)) {
        ++found;
    }
    return found;
}

void write_key(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream(file, std::ios::binary | std::ios::trunc) << bytes;
}

TEST_CASE("nodes: page, metrics and command line say who lives, who is gone and who holds what") {
    SeveralNodes world(3, {.binds = 3, .window = 30, .per_second = 90});
    world.start();
    Installation& installation = world.installation;

    const std::string page = get(installation, "/operator/nodes");
    CHECK(times(page, "33% of the rate, 1 connection") == 3);
    CHECK(times(page, "1 connections") == 0);
    CHECK(times(page, "(this one)") == 1);
    const std::string metrics = get(installation, "/metrics");
    CHECK(metrics.contains("cohort_nodes{state=\"lives\"} 3"));
    CHECK(metrics.contains("cohort_gateway_connections_share{gateway=\"sms\"} 1"));
    CHECK(times(installation.run({"nodes"}), "lives") == 3);

    CHECK(installation.node(1).stop() == 0); // in good order: nobody misses it
    installation.node(2).kill_now();
    std::this_thread::sleep_for(16s);

    const std::string command = installation.run({"nodes"});
    CHECK(times(command, "lives") == 1);
    CHECK(times(command, "gone") == 1);
    CHECK(times(get(installation, "/operator/nodes"), "Gone. Last heard") == 1);
    CHECK(get(installation, "/metrics").contains("cohort_nodes{state=\"gone\"} 1"));
}

TEST_CASE("nodes: one that has another master key does not start, and says why") {
    SeveralNodes world(1);
    world.start();
    Installation& installation = world.installation;
    const auto key = installation.data() / "master.key";
    std::filesystem::copy(key, installation.data() / "kept.key");
    write_key(key, std::string(32, 'x'));

    std::string why;
    try {
        installation.start_node(1);
    } catch (const std::runtime_error& refused) {
        why = refused.what();
    }

    CHECK(why.contains("master_key.wrong"));
}

}
}

// What the account allows holds for all nodes together, also while one comes and one dies (G18).
#include "tests/scenarios/nodes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t patients = 3'000;
constexpr std::size_t per_second = 100;

// When the outside world saw each, in order.
std::vector<std::int64_t> moments(const std::vector<Account>& accounts) {
    std::vector<std::int64_t> all;
    for (const Account& one : accounts) {
        for (const Record& record : one.seen) {
            all.push_back(record.at_ms);
        }
    }
    std::ranges::sort(all);
    return all;
}

std::size_t most_in_a_second(const std::vector<std::int64_t>& moments) {
    std::size_t most = 0;
    std::size_t first = 0;
    for (std::size_t last = 0; last < moments.size(); ++last) {
        while (moments[last] - moments[first] >= 1'000) {
            ++first;
        }
        most = std::max(most, last - first + 1);
    }
    return most;
}

TEST_CASE("nodes: a rate of 100 a second holds while a third node comes and one is killed") {
    SeveralNodes world(2, {.binds = 3, .window = 60, .per_second = per_second});
    world.start();
    auto& installation = world.installation;
    http::TestClient client = api_client(installation);
    const std::string id = send_to(client, patients);
    wait_for(client, id, [](const Counts& now) { return now.at("delivered") > 1'000; });
    installation.start_node(2);
    wait_for(client, id, [](const Counts& now) { return now.at("delivered") > 1'800; });
    installation.node(1).kill_now();

    wait_for_the_rest(client, id, false);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    const auto all = moments(accounts);
    const std::size_t most = most_in_a_second(all);
    // While nobody came or went.
    const double mean = 800'000.0 / static_cast<double>(all[900] - all[100]);
    MESSAGE("at most " << most << " in any second; while nobody came or went " << mean);
    CHECK(most <= per_second + per_second / 50);
    CHECK(mean >= 0.9 * per_second);
}

}
}

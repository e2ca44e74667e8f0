// PostgreSQL dies under two nodes while they send, and comes back. Goal (G17, G48): nobody is sent
// twice, nobody is missing, nothing is left in doubt, nobody has to do anything, and nothing leaves
// while it is gone.
#include "tests/scenarios/nodes.hpp"
#include "tests/scenarios/seed.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::PostgresqlCluster;

constexpr std::size_t patients = 1'500;

std::int64_t now_ms() {
    return std::chrono::duration_cast<std::chrono::milliseconds>(
               std::chrono::system_clock::now().time_since_epoch()
    )
        .count();
}

std::size_t
seen_between(const std::vector<Account>& accounts, std::int64_t from_ms, std::int64_t until_ms) {
    std::size_t seen = 0;
    for (const Account& one : accounts) {
        seen += static_cast<std::size_t>(std::ranges::count_if(one.seen, [&](const Record& record) {
            return record.at_ms > from_ms && record.at_ms < until_ms;
        }));
    }
    return seen;
}

TEST_CASE("PostgreSQL is killed and restarted under two nodes: nothing is lost, doubled or in doubt"
) {
    const std::uint64_t seed = seed_or(20'261'130);
    const int kills = rounds_or(4);
    CAPTURE(seed);
    std::mt19937_64 random(seed);
    SeveralNodes world(2, {.binds = 2, .window = 20, .per_second = 100});
    world.start();
    auto& installation = world.installation;
    auto& cluster = PostgresqlCluster::shared();
    std::string id;
    {
        http::TestClient client = api_client(installation);
        id = send_to(client, patients);
        wait_for(client, id, [](const Counts& now) { return now.at("delivered") > 50; });
    }

    std::vector<std::pair<std::int64_t, std::int64_t>> gone;
    for (int i = 0; i < kills; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(500 + random() % 1'500));
        const std::int64_t from = now_ms();
        i % 2 == 0 ? cluster.kill_now() : cluster.crash();
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 2'000));
        const std::int64_t until = now_ms();
        cluster.restart();
        gone.emplace_back(from, until);
    }
    http::TestClient client = api_client(installation);
    const auto deadline = std::chrono::steady_clock::now() + 30s;
    while (client.get("/api/v1/bulk-messages/" + id).status != 200) {
        REQUIRE(std::chrono::steady_clock::now() < deadline);
        std::this_thread::sleep_for(100ms);
    }
    wait_for_the_rest(client, id, true);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    check_accounts(accounts);
    CHECK(in_doubt(accounts) == 0);
    for (const auto& [from, until] : gone) {
        // What was marked before may still leave, which takes a moment.
        CHECK(seen_between(accounts, from + 500, until) == 0);
    }
}

}
}

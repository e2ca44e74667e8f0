// A node is stopped (SIGSTOP) for longer than what it holds is its own, and goes on. Goal (G7,
// G15): it sends nothing that it may not send any more; nobody is sent twice, nobody is missing.
#include "tests/scenarios/nodes.hpp"
#include "tests/scenarios/seed.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;

bool is_stopped(const SeveralNodes& world, const std::string& id) {
    return world.stored(
               "SELECT COUNT(*) FROM messages WHERE state = 'attempting' AND state_at <"
               " EXTRACT(EPOCH FROM CLOCK_TIMESTAMP()) * 1000 - 3000 AND bulk_message_id = "
               + id
           )
           > 0;
}

TEST_CASE("nodes: one that is stopped for longer than its leases sends nothing that is not its own"
) {
    const auto stopped_for = std::chrono::seconds(rounds_or(35)); // the long form: 60 to 300
    constexpr std::size_t patients = 1'500;
    SeveralNodes world(2, {.binds = 2, .window = 20, .per_second = 60});
    world.start();
    auto& installation = world.installation;
    http::TestClient client = api_client(installation);
    const std::string id = send_to(client, patients);
    wait_for(client, id, [](const Counts& now) { return now.at("delivered") > 20; });

    installation.node(1).freeze();
    std::this_thread::sleep_for(stopped_for);
    installation.node(1).thaw();
    wait_for_the_rest(client, id, true);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    MESSAGE("not confirmed: " << in_doubt(accounts));
    check_accounts(accounts);
    CHECK(in_doubt(accounts) == 0);
}

TEST_CASE(
    "nodes: one that is stopped between its mark and the first byte does not send when it goes on"
) {
    constexpr std::size_t patients = 200;
    SeveralNodes world(2, {.binds = 2, .window = 10, .per_second = 40});
    world.installation.start_node(0);
    world.installation.start_node(1, {"COHORT_FAILPOINT=send_after_mark:stop:1"});
    world.wait_until_shared(2);
    auto& installation = world.installation;
    http::TestClient client = api_client(installation);
    const std::string id = send_to(client, patients);
    wait_for(client, id, [&](const Counts&) { return is_stopped(world, id); });

    std::this_thread::sleep_for(9s); // with the three it has stood for more than ten
    installation.node(1).thaw();
    wait_for_the_rest(client, id, true);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    check_accounts(accounts);
    CHECK(in_doubt(accounts) == 0);
    // What it had marked was tried anew, and the first try never left.
    const auto tried_again =
        std::ranges::count_if(accounts, [](const Account& one) { return one.said.attempts == 2; });
    CHECK(tried_again > 0);
    CHECK(tried_again <= 5); // its half of the window
}

}
}

// The server is killed again and again while it sends, and the witness is the outside world's own
// ledger. Goal (G1, G7, G8): nobody is sent twice, nobody is missing, what is not confirmed is at
// most what was under way at each kill.
#include "tests/scenarios/seed.hpp"
#include "tests/scenarios/witness.hpp"

#include <doctest/doctest.h>

#include <random>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::Installation;

// Messages that have not left.
std::int64_t ahead(http::TestClient& client, const std::string& id) {
    const Counts now = counts(client, id);
    return now.at("planned") + now.at("queued") + now.at("leased");
}

// Kills it as soon as it sends again, and a random moment later; how often that was in the middle.
int kill_again_and_again(
    Installation& installation, const std::string& id, int kills, std::uint64_t seed
) {
    std::mt19937_64 random(seed);
    int in_the_middle = 0;
    for (int i = 0; i < kills; ++i) {
        http::TestClient client = api_client(installation);
        const std::int64_t before = ahead(client, id);
        std::int64_t now = before;
        while (now == before && now > 0) {
            std::this_thread::sleep_for(5ms); // an API key may not ask without end
            now = ahead(client, id);
        }
        in_the_middle += now > 0 ? 1 : 0;
        std::this_thread::sleep_for(std::chrono::microseconds(random() % 20'000));
        installation.server().kill_now();
        installation.start_server();
    }
    return in_the_middle;
}

void kill_while_sending(
    std::size_t patients, const std::string& channel, int kills, std::size_t under_way_most
) {
    const std::uint64_t seed = seed_or(20'261'123);
    CAPTURE(seed);
    Installation installation;
    installation.start_server();
    std::string id;
    {
        http::TestClient client = api_client(installation);
        id = send_to(client, patients, {.list = {}, .channel = channel});
    }

    const int in_the_middle = kill_again_and_again(installation, id, kills, seed);
    REQUIRE(in_the_middle >= kills / 2);
    http::TestClient client = api_client(installation);
    wait_for_the_end(client, id);

    const auto accounts = take_accounts(installation, id, patients, channel);
    MESSAGE(
        "killed " << in_the_middle << " times in the middle; not confirmed: " << in_doubt(accounts)
    );
    check_accounts(accounts);
    CHECK(in_doubt(accounts) <= static_cast<std::size_t>(kills) * under_way_most);
}

TEST_CASE("kill: SIGKILL at random while 10,000 texts go out doubles nobody and loses nobody") {
    kill_while_sending(10'000, "sms", 24, 10); // the default of sms.window
}

TEST_CASE("kill: SIGKILL at random while 1,500 emails go out doubles nobody and loses nobody") {
    kill_while_sending(1'500, "email", 12, 4); // two to each of two connections
}

}
}

// The server is killed again and again while it sends, and the witness is the message centre's own
// ledger. Goal (G1, G2, G7, G8): nobody is texted twice, nobody is missing, what is not confirmed
// is at most a window a kill.
#include "tests/scenarios/send_over_api.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::Installation;
using test_support::json_member;

constexpr std::int64_t window = 10; // the default of sms.window
constexpr auto patience = 120s;

// Each patient's text is their own, so that the ledger can tell them apart although phones are
// shared.
constexpr const char* text = "Dear ((full name)), please book your flu jab. ((practice name))";

std::int64_t wait_for_the_end(http::TestClient& client, const std::string& id) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const auto now = counts(client, id);
        if (now.at("open") == 0 && now.at("accepted") == 0) {
            return now.at("in_doubt");
        }
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline, "it came to an end");
        std::this_thread::sleep_for(50ms);
    }
}

void check_ledger(const Installation& installation, std::size_t patients, std::int64_t in_doubt) {
    const auto seen = submits(installation);
    const auto twice = std::ranges::count_if(seen, [](const auto& one) { return one.second > 1; });
    CHECK(twice == 0);
    // Whoever the ledger does not have must be among those stated as not confirmed.
    const auto missing = static_cast<std::int64_t>(patients - seen.size());
    CHECK(missing <= in_doubt);
}

TEST_CASE("kill: SIGKILL at random while 10,000 go out doubles nobody and loses nobody") {
    constexpr std::size_t patients = 10'000;
    constexpr int kills = 8;
    std::mt19937 random(20'261'123);
    Installation installation;
    installation.start_server();
    std::string id;
    {
        http::TestClient client = api_client(installation);
        const auto accepted = accept(client, upload(client, patients), "sms", text, "kill");
        REQUIRE_MESSAGE(accepted.status == 201, accepted.body);
        id = json_member(accepted.body, "id");
    }

    int kills_in_the_middle = 0;
    for (int i = 0; i < kills; ++i) {
        std::this_thread::sleep_for(std::chrono::milliseconds(random() % 300));
        http::TestClient client = api_client(installation);
        kills_in_the_middle += counts(client, id).at("open") > 0 ? 1 : 0;
        installation.server().kill_now();
        installation.start_server();
    }
    REQUIRE(kills_in_the_middle >= kills / 2);
    http::TestClient client = api_client(installation);
    const std::int64_t in_doubt = wait_for_the_end(client, id);

    const auto at_the_end = counts(client, id);
    CHECK(
        at_the_end.at("delivered") + at_the_end.at("failed") + in_doubt == std::int64_t{patients}
    );
    CHECK(in_doubt <= kills * window);
    MESSAGE(
        "killed " << kills_in_the_middle << " times in the middle; not confirmed: " << in_doubt
    );
    check_ledger(installation, patients, in_doubt);
}

TEST_CASE("kill: at every named instant of the sending, once") {
    constexpr std::size_t patients = 300;
    for (const char* instant : {"send_before_mark", "send_after_mark", "send_after_submit"}) {
        CAPTURE(instant);
        Installation installation;
        installation.start_server({"COHORT_FAILPOINT=" + std::string(instant) + ":crash:5"});
        http::TestClient first = api_client(installation);
        const auto accepted = accept(first, upload(first, patients), "sms", text, "instant");
        REQUIRE(accepted.status == 201);
        const auto deadline = std::chrono::steady_clock::now() + patience;
        while (installation.server().is_running()) {
            REQUIRE(std::chrono::steady_clock::now() < deadline);
            std::this_thread::sleep_for(10ms);
        }

        installation.start_server();
        http::TestClient client = api_client(installation);
        const std::int64_t in_doubt = wait_for_the_end(client, json_member(accepted.body, "id"));

        CHECK(in_doubt <= window);
        check_ledger(installation, patients, in_doubt);
    }
}

TEST_CASE(
    "accept: ten thousand identical requests would make one bulk message, and so do two hundred"
) {
    Installation installation;
    installation.start_server();
    http::TestClient client = api_client(installation);
    const std::string list = upload(client, 3);
    std::vector<std::jthread> pressers;
    std::vector<std::string> ids(200);
    std::vector<int> statuses(200);

    for (int presser = 0; presser < 10; ++presser) {
        pressers.emplace_back([&, presser] {
            http::TestClient own = api_client(installation);
            for (int i = presser; i < 200; i += 10) {
                const auto answer = accept(own, list, "sms", "Hello", "one");
                const auto at = static_cast<std::size_t>(i);
                statuses[at] = answer.status;
                ids[at] = json_member(answer.body, "id");
            }
        });
    }
    pressers.clear();

    CHECK(std::ranges::count(statuses, 201) == 1);
    CHECK(std::ranges::count(statuses, 200) == 199);
    CHECK(std::ranges::all_of(ids, [&](const std::string& id) { return id == ids[0]; }));
}

TEST_CASE("email: one letter to each patient, delivered when no bounce came") {
    Installation installation;
    installation.start_server();
    http::TestClient client = api_client(installation);
    const auto accepted =
        accept(client, upload(client, 200), "email", "Dear ((first name)), hello", "email");
    REQUIRE_MESSAGE(accepted.status == 201, accepted.body);

    const std::int64_t in_doubt = wait_for_the_end(client, json_member(accepted.body, "id"));

    CHECK(in_doubt == 0);
    CHECK(counts(client, json_member(accepted.body, "id")).at("delivered") == 200);
}

TEST_CASE("gateway: one that is down at the start and comes later delays, and fails nobody") {
    Installation installation;
    installation.simulator().stop();
    installation.start_server();
    http::TestClient client = api_client(installation);
    const auto accepted = accept(client, upload(client, 20), "sms", text, "down");
    REQUIRE(accepted.status == 201);
    std::this_thread::sleep_for(1500ms);

    const auto now = counts(client, json_member(accepted.body, "id"));

    CHECK(now.at("queued") + now.at("leased") == 20);
    CHECK(now.at("failed") + now.at("refused") + now.at("in_doubt") == 0);
    CHECK(installation.server().errors().find("gateway_paused") != std::string::npos);
    CHECK(installation.server().stop() == 0);
}

}
}

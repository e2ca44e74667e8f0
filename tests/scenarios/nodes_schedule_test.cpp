// Two nodes whose clocks are ten minutes apart: a bulk message with a time starts once, at that
// time by the database's clock (G20, G24), and one intention makes one bulk message, whichever node
// hears of it (G3).
#include "tests/scenarios/nodes.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <set>
#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::json_member;

std::vector<std::string> clock_off_by(const std::string& time) {
    const std::filesystem::path library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";
    REQUIRE_MESSAGE(
        std::filesystem::exists(library),
        "libfaketime is not installed: on Debian run 'apt-get install faketime'"
    );
    return {"LD_PRELOAD=" + library.string(), "FAKETIME=" + time, "FAKETIME_DONT_FAKE_MONOTONIC=1"};
}

TEST_CASE("nodes: with clocks ten minutes apart a schedule starts once, at its time") {
    constexpr std::size_t patients = 100;
    SeveralNodes world(2, {.binds = 2, .window = 20, .per_second = 0});
    auto& installation = world.installation;
    installation.start_node(0, clock_off_by("-5m"));
    installation.start_node(1, clock_off_by("+5m"));
    world.wait_until_shared(2);
    const Instant due = from_now(5s);
    std::string id;
    {
        http::TestClient client = api_client(installation);
        id = send_to(client, patients, {.list = {}, .send_at = rfc3339(due)});
        CHECK(counts(client, id).at("open") == std::int64_t{patients});
    }

    http::TestClient client = api_client(installation);
    wait_for_the_rest(client, id, true);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    check_accounts(accounts);
    CHECK(in_doubt(accounts) == 0);
    std::int64_t first = INT64_MAX;
    for (const Account& one : accounts) {
        for (const Record& record : one.seen) {
            first = std::min(first, record.at_ms);
        }
    }
    const auto late = first - std::chrono::milliseconds(due.time_since_epoch()).count();
    MESSAGE("it began " << late << " ms after its time");
    CHECK(late >= 0);
    CHECK(late <= 2'000);
    CHECK(world.stored("SELECT COUNT(*) FROM sending_events WHERE what = 'started'") == 1);
}

TEST_CASE("nodes: one intention that reaches two nodes at once makes one bulk message") {
    constexpr std::size_t pressers = 20;
    constexpr std::size_t presses = 25;
    SeveralNodes world(2, {.binds = 2, .window = 20, .per_second = 0});
    world.start();
    auto& installation = world.installation;
    std::vector<std::string> keys;
    for (std::size_t i = 0; i < pressers; ++i) {
        keys.push_back(installation.add_api_key("presser " + std::to_string(i)));
    }
    http::TestClient first = api_client(installation);
    const BulkMessage message{.list = upload(first, 3)};
    std::vector<http::TestClient> clients;
    for (std::size_t i = 0; i < pressers; ++i) {
        installation.ask_node(i % 2);
        clients.push_back(api_client(installation, keys[i]));
    }

    std::vector<std::vector<http::TestClient::Answer>> answers(pressers);
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < pressers; ++i) {
            threads.emplace_back([&, i] {
                for (std::size_t press = 0; press < presses; ++press) {
                    answers[i].push_back(accept(clients[i], message, "one intention"));
                }
            });
        }
    }

    std::map<int, std::size_t> by_status;
    std::set<std::string> ids;
    for (const auto& some : answers) {
        for (const auto& answer : some) {
            ++by_status[answer.status];
            ids.insert(answer.status < 300 ? json_member(answer.body, "id") : answer.body);
        }
    }
    CHECK(by_status == std::map<int, std::size_t>{{201, 1}, {200, pressers * presses - 1}});
    CHECK(ids.size() == 1);
    CHECK(world.stored("SELECT COUNT(*) FROM bulk_messages") == 1);
}

}
}

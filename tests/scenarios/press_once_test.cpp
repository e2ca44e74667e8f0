// One intention to send makes one bulk message, however often it arrives (G3): 10,000 requests with
// one idempotency key over 200 connections at once. Fifty API keys of the practice share them,
// because one key may ask 200 times in a burst.
#include "tests/scenarios/send_over_api.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <thread>

namespace cohort::scenarios {
namespace {

using test_support::Installation;
using test_support::json_member;
using Steady = std::chrono::steady_clock;

constexpr std::size_t connections = 200;
constexpr std::size_t requests_each = 50;
constexpr std::size_t api_keys = 50;

struct Answered {
    int status;
    std::string id;
    std::chrono::milliseconds took;
};

std::vector<Answered>
press(const Installation& installation, const std::string& api_key, const BulkMessage& message) {
    std::vector<Answered> answers;
    http::TestClient client = api_client(installation, api_key);
    for (std::size_t i = 0; i < requests_each; ++i) {
        const auto begun = Steady::now();
        const auto answer = accept(client, message, "one intention");
        answers.push_back(
            {answer.status,
             answer.status < 300 ? json_member(answer.body, "id") : std::string(),
             std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now() - begun)}
        );
    }
    return answers;
}

TEST_CASE("accept: ten thousand requests of one intention make one bulk message") {
    Installation installation;
    std::vector<std::string> keys;
    keys.reserve(api_keys);
    for (std::size_t i = 0; i < api_keys; ++i) {
        keys.push_back(installation.add_api_key("presser " + std::to_string(i)));
    }
    installation.start_server();
    http::TestClient client = api_client(installation);
    const BulkMessage message{.list = upload(client, 3)};

    std::vector<std::vector<Answered>> answers(connections);
    {
        std::vector<std::jthread> pressers;
        pressers.reserve(connections);
        for (std::size_t i = 0; i < connections; ++i) {
            pressers.emplace_back([&, i] {
                answers[i] = press(installation, keys[i % api_keys], message);
            });
        }
    }

    std::map<int, std::size_t> by_status;
    std::set<std::string> ids;
    std::vector<std::chrono::milliseconds> times;
    for (const auto& some : answers) {
        REQUIRE(some.size() == requests_each);
        for (const Answered& one : some) {
            ++by_status[one.status];
            ids.insert(one.id);
            times.push_back(one.took);
        }
    }
    CHECK(
        by_status == std::map<int, std::size_t>{{201, 1}, {200, connections * requests_each - 1}}
    );
    CHECK(ids.size() == 1);
    const auto p99 = times.begin() + static_cast<std::ptrdiff_t>(times.size() * 99 / 100);
    std::ranges::nth_element(times, p99);
    MESSAGE("p99 of an answer: " << p99->count() << " ms");
    CHECK(p99->count() < 2'000);
    const auto page = boost::json::parse(client.get("/api/v1/bulk-messages").body);
    CHECK(page.at("bulk_messages").as_array().size() == 1);
}

}
}

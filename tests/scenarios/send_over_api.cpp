#include "tests/scenarios/send_over_api.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>
#include <fmt/chrono.h>

#include <thread>

namespace cohort::scenarios {

using namespace std::chrono_literals;
using test_support::Installation;
using test_support::json_member;

namespace json = boost::json;

http::TestClient api_client(const Installation& installation) {
    return api_client(installation, installation.api_key());
}

http::TestClient api_client(const Installation& installation, const std::string& api_key) {
    http::TestClient client(installation.port(), 60s);
    client.default_headers().push_back({"Authorization", "Bearer " + api_key});
    return client;
}

std::string
upload(http::TestClient& client, std::size_t patients, const std::string& idempotency_key) {
    http::TestClient::Fields headers{{"Content-Type", "text/csv"}};
    if (!idempotency_key.empty()) {
        headers.emplace_back("Idempotency-Key", idempotency_key);
    }
    const auto answer = client.request(
        "POST",
        "/api/v1/lists?name=Scenario&confirm=true",
        headers,
        test::emis_csv(test::patients(patients))
    );
    REQUIRE_MESSAGE(answer.status == 201, answer.body);
    const json::value list = json::parse(answer.body);
    REQUIRE(list.at("accepted").as_int64() == static_cast<std::int64_t>(patients));
    return std::string(list.at("id").as_string());
}

Instant from_now(std::chrono::seconds wait) {
    return std::chrono::ceil<std::chrono::seconds>(std::chrono::system_clock::now()) + wait;
}

std::string rfc3339(Instant at) {
    return fmt::format(
        "{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(at))
    );
}

http::TestClient::Answer
accept(http::TestClient& client, const BulkMessage& message, const std::string& idempotency_key) {
    json::object body{
        {"list_id", message.list},
        {"channel", message.channel},
        {"subject", message.channel == "email" ? "Hello" : ""},
        {"text", message.text}
    };
    if (!message.send_at.empty()) {
        body["send_at"] = message.send_at;
    }
    return client.request(
        "POST",
        "/api/v1/bulk-messages",
        {{"Idempotency-Key", idempotency_key}, {"Content-Type", "application/json"}},
        json::serialize(body)
    );
}

std::string send_to(http::TestClient& client, std::size_t patients, BulkMessage message) {
    message.list = upload(client, patients);
    const auto answer = accept(client, message, "key of " + message.list);
    REQUIRE_MESSAGE(answer.status == 201, answer.body);
    return json_member(answer.body, "id");
}

Counts counts(http::TestClient& client, const std::string& id) {
    const auto answer = client.get("/api/v1/bulk-messages/" + id);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    Counts counted;
    const json::value body = json::parse(answer.body);
    for (const auto& [state, count] : body.at("counts").as_object()) {
        counted[state] = count.as_int64();
    }
    counted["open"] = counted.at("planned") + counted.at("queued") + counted.at("leased")
                      + counted.at("attempting") + counted.at("held");
    return counted;
}

std::string gateway_pause(http::TestClient& client, const std::string& id) {
    const json::value body = json::parse(client.get("/api/v1/bulk-messages/" + id).body);
    const json::value& pause = body.at("gateway_pause");
    return pause.is_null() ? std::string() : std::string(pause.at("code").as_string());
}

std::vector<Message> messages(http::TestClient& client, const std::string& id) {
    std::vector<Message> all;
    std::string next = "/api/v1/bulk-messages/" + id + "/messages?limit=1000";
    while (!next.empty()) {
        const auto answer = client.get(next);
        REQUIRE_MESSAGE(answer.status == 200, answer.body);
        const json::value page = json::parse(answer.body);
        for (const json::value& one : page.at("messages").as_array()) {
            const json::value& reason = one.at("reason");
            all.push_back(
                {one.at("position").as_int64(),
                 std::string(one.at("state").as_string()),
                 reason.is_null() ? std::string() : std::string(reason.as_string()),
                 one.at("attempts").as_int64()}
            );
        }
        const json::value& link = page.at("next");
        next = link.is_null() ? std::string() : std::string(link.as_string());
    }
    return all;
}

std::string in_words(const Counts& counted) {
    std::string words;
    for (const auto& [state, count] : counted) {
        if (count > 0) {
            words += state + " " + std::to_string(count) + " ";
        }
    }
    return words;
}

Counts wait_for(
    http::TestClient& client,
    const std::string& id,
    const std::function<bool(const Counts&)>& enough,
    std::chrono::seconds patience
) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        const Counts now = counts(client, id);
        if (enough(now)) {
            return now;
        }
        REQUIRE_MESSAGE(
            std::chrono::steady_clock::now() < deadline,
            "what the scenario waits for did not come: " << in_words(now)
        );
        std::this_thread::sleep_for(50ms);
    }
}

Counts wait_for_the_end(http::TestClient& client, const std::string& id) {
    return wait_for(client, id, [](const Counts& now) {
        return now.at("open") == 0 && now.at("accepted") == 0;
    });
}

}

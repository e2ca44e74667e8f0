#include "tests/scenarios/send_over_api.hpp"

#include <doctest/doctest.h>

namespace cohort::scenarios {

using test_support::json_member;

http::TestClient api_client(const test_support::Installation& installation) {
    http::TestClient client(installation.port());
    client.default_headers().push_back({"Authorization", "Bearer " + installation.api_key()});
    return client;
}

std::string upload(http::TestClient& client, std::size_t patients) {
    const auto answer = client.request(
        "POST",
        "/api/v1/lists?name=Scenario&confirm=true",
        {{"Content-Type", "text/csv"}},
        test::emis_csv(test::patients(patients))
    );
    REQUIRE_MESSAGE(answer.status == 201, answer.body);
    return json_member(answer.body, "id");
}

http::TestClient::Answer accept(
    http::TestClient& client,
    const std::string& list,
    const std::string& channel,
    const std::string& text,
    const std::string& key
) {
    return client.request(
        "POST",
        "/api/v1/bulk-messages",
        {{"Idempotency-Key", key}, {"Content-Type", "application/json"}},
        R"({"list_id":")" + list + R"(","channel":")" + channel + R"(","subject":"Hello","text":")"
            + text + R"("})"
    );
}

std::map<std::string, std::int64_t> counts(http::TestClient& client, const std::string& id) {
    const auto answer = client.get("/api/v1/bulk-messages/" + id);
    REQUIRE_MESSAGE(answer.status == 200, answer.body);
    std::map<std::string, std::int64_t> counted;
    for (const char* state :
         {"planned",
          "queued",
          "leased",
          "attempting",
          "accepted",
          "delivered",
          "failed",
          "refused",
          "in_doubt",
          "no_receipt",
          "skipped",
          "cancelled",
          "expired",
          "held"}) {
        counted[state] = std::stoll(json_member(answer.body, state));
    }
    counted["open"] = counted["planned"] + counted["queued"] + counted["leased"]
                      + counted["attempting"] + counted["held"];
    return counted;
}

std::map<std::string, int> submits(const test_support::Installation& installation) {
    http::TestClient client(installation.simulator_port());
    std::map<std::string, int> seen;
    std::int64_t after = 0;
    for (;;) {
        const auto answer =
            client.get("/api/ledger?after=" + std::to_string(after) + "&limit=1000");
        REQUIRE(answer.status == 200);
        std::int64_t last = after;
        std::size_t at = 0;
        const std::string record_start = "{\"n\":";
        while ((at = answer.body.find(record_start, at)) != std::string::npos) {
            const auto next = answer.body.find(record_start, at + 1);
            const std::string record = answer.body.substr(at, next - at);
            last = std::stoll(json_member(record, "n"));
            if (json_member(record, "kind") == "submit") {
                ++seen[json_member(record, "to") + " " + json_member(record, "text")];
            }
            at = next == std::string::npos ? answer.body.size() : next;
        }
        if (last == after) {
            return seen;
        }
        after = last;
    }
}

}

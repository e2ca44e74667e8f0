#include "tests/scenarios/ledger.hpp"

#include "platform/http/test_client.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

namespace cohort::scenarios {
namespace {

namespace json = boost::json;

// Fields at their usual value are left out of the ledger.
std::int64_t number(const json::object& record, std::string_view key, std::int64_t usual) {
    const json::value* found = record.if_contains(key);
    return found == nullptr ? usual : found->as_int64();
}

std::string text(const json::object& record, std::string_view key) {
    const json::value* found = record.if_contains(key);
    return found == nullptr ? std::string() : std::string(found->as_string());
}

Record read_record(const json::object& record) {
    const json::value* const taken = record.if_contains("taken");
    return {
        .n = number(record, "n", 0),
        .at_ms = number(record, "at", 0),
        .kind = text(record, "kind"),
        .to = text(record, "to"),
        .text = text(record, "text"),
        .session = number(record, "session", 0),
        .part = number(record, "part", 1),
        .status = number(record, "status", 0),
        .taken = taken == nullptr || taken->as_bool()
    };
}

}

std::vector<Record> read_ledger(std::uint16_t simulator_port) {
    http::TestClient client(simulator_port);
    std::vector<Record> all;
    for (;;) {
        const std::int64_t after = all.empty() ? 0 : all.back().n;
        const auto answer =
            client.get("/api/ledger?after=" + std::to_string(after) + "&limit=10000");
        REQUIRE(answer.status == 200);
        const json::value page = json::parse(answer.body);
        const json::array& records = page.at("records").as_array();
        if (records.empty()) {
            return all;
        }
        for (const json::value& record : records) {
            all.push_back(read_record(record.as_object()));
        }
    }
}

}

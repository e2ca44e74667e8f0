// The server dies while it accepts a bulk message and makes its messages, before and after each of
// its commits. Goal (G1, G2): what is stored is all of the bulk message or none of it, success was
// never said before it was stored, and the same request again leads to one bulk message with every
// patient in it.
#include "tests/scenarios/persistence.hpp"
#include "tests/scenarios/stored.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::Installation;
using test_support::json_member;

constexpr std::size_t patients = 2'500; // made in three pieces of at most 1,000

// All that accepting stores, for bulk messages of this key.
struct Stored {
    std::int64_t bulk_messages;
    std::int64_t schedules;
    std::int64_t sendings;
    std::int64_t audited;

    friend bool operator==(const Stored&, const Stored&) = default;
};

Stored look(const Installation& installation, const std::string& key) {
    const std::string ours =
        " (SELECT bulk_message_id FROM bulk_messages WHERE draft_key = 'api:" + key + "')";
    const auto count = [&](const std::string& table) {
        return stored(
            installation.data(),
            "SELECT COUNT(*) FROM " + table + " WHERE bulk_message_id IN" + ours
        );
    };
    return {
        count("bulk_messages"),
        count("schedules"),
        count("sendings"),
        stored(
            installation.data(),
            "SELECT COUNT(*) FROM audit_events WHERE action = 'bulk_message.accepted'"
        )
    };
}

// The answer's status, if one came before the server died.
std::optional<int>
ask_once(Installation& installation, const BulkMessage& message, const std::string& key) {
    try {
        http::TestClient client = api_client(installation);
        return accept(client, message, key).status;
    } catch (const std::runtime_error&) {
        return std::nullopt;
    }
}

void check_whole(Installation& installation, const BulkMessage& message, const std::string& key) {
    const auto answer = persist(installation, [&](http::TestClient& client) {
        return accept(client, message, key);
    });
    REQUIRE((answer.status == 201 || answer.status == 200));
    const std::string made = "SELECT COUNT(*) FROM messages WHERE state = 'planned' AND"
                             " bulk_message_id = "
                             + json_member(answer.body, "id");
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (stored(installation.data(), made) < std::int64_t{patients}) {
        REQUIRE_MESSAGE(
            std::chrono::steady_clock::now() < deadline, "its messages are not all made"
        );
        std::this_thread::sleep_for(10ms);
    }
    CHECK(stored(installation.data(), made) == std::int64_t{patients});
}

TEST_CASE("accept: killed at each of its commits all of it is there, or none of it") {
    Installation installation;
    installation.start_server();
    BulkMessage message{.list = {}, .send_at = rfc3339(from_now(24h))};
    {
        http::TestClient client = api_client(installation);
        message.list = upload(client, patients);
    }

    struct Instant {
        std::string commit; // the acceptance's, or a piece's
        std::string side;
        int passing;
    };

    std::int64_t accepted = 0;
    for (const Instant& instant : std::vector<Instant>{
             {"accept", "before_commit", 1},
             {"accept", "committed", 1},
             {"made", "before_commit", 1},
             {"made", "committed", 1},
             {"made", "before_commit", 2},
             {"made", "committed", 2},
             {"made", "before_commit", 3},
             {"made", "committed", 3},
         }) {
        const std::string name = instant.commit + "_" + instant.side;
        CAPTURE(name);
        CAPTURE(instant.passing);
        const std::string key = name + std::to_string(instant.passing);
        installation.start_server(
            {"COHORT_FAILPOINT=" + name + ":crash:" + std::to_string(instant.passing)}
        );

        const std::optional<int> status = ask_once(installation, message, key);
        wait_until_dead(installation);

        const bool there = name != "accept_before_commit";
        accepted += there ? 1 : 0;
        const std::int64_t one = there ? 1 : 0;
        CHECK(look(installation, key) == Stored{one, one, one, accepted});
        if (status) {
            CHECK(*status == 201);
            CHECK(instant.commit != "accept");
        }
        installation.start_server();
        check_whole(installation, message, key);
        accepted += there ? 0 : 1;
        CHECK(look(installation, key) == Stored{1, 1, 1, accepted});
    }
}

}
}

// The server dies at the instants that matter, one by one: before the mark, after it, after the
// bytes left, before and after what came back is stored. Goal (G7, G8): nobody is sent twice,
// nobody is missing, and only those are not confirmed whose mark had no recorded end. A text that
// left is found again by its receipt (G9), an email is not.
#include "tests/scenarios/persistence.hpp"
#include "tests/scenarios/witness.hpp"

#include <doctest/doctest.h>

#include <algorithm>

namespace cohort::scenarios {
namespace {

using test_support::Installation;
using test_support::json_member;

constexpr std::size_t patients = 200;

// Sends with a server that dies at the instant, goes on with one that does not.
std::vector<Account> die_at(const std::string& instant, const std::string& channel) {
    Installation installation;
    installation.start_server();
    BulkMessage message{.list = {}, .channel = channel};
    {
        http::TestClient client = api_client(installation);
        message.list = upload(client, patients);
    }
    installation.start_server({"COHORT_FAILPOINT=" + instant});
    const auto accepted = persist(installation, [&](http::TestClient& client) {
        return accept(client, message, "one intention");
    });
    const std::string id = json_member(accepted.body, "id");
    // It died while it accepted, and lives again; or it dies now.
    persist(installation, [&](http::TestClient& client) { return wait_for_the_end(client, id); });
    REQUIRE_MESSAGE(installation.starts_of_server() == 3, "the instant came");
    http::TestClient client = api_client(installation);
    return take_accounts(installation, id, patients, channel);
}

std::size_t in_doubt_and_seen(const std::vector<Account>& accounts) {
    return static_cast<std::size_t>(std::ranges::count_if(accounts, [](const Account& one) {
        return one.said.state == "in_doubt" && !one.seen.empty();
    }));
}

// Whether the outside world has any of those in doubt.
enum class Left { none, either };

struct Instant {
    std::string name; // with the passing at which it strikes
    std::size_t in_doubt_least;
    std::size_t in_doubt_most;
    Left left;
};

void check_instant(const Instant& instant, const std::string& channel) {
    CAPTURE(channel);
    CAPTURE(instant.name);
    const auto accounts = die_at(instant.name, channel);
    check_accounts(accounts);
    CHECK(in_doubt(accounts) >= instant.in_doubt_least);
    CHECK(in_doubt(accounts) <= instant.in_doubt_most);
    if (instant.left == Left::none) {
        CHECK(in_doubt_and_seen(accounts) == 0);
    }
}

TEST_CASE("kill: at every named instant of sending texts, once") {
    constexpr std::size_t window = 10; // the default of sms.window
    for (const Instant& instant : std::vector<Instant>{
             {"send_before_mark:crash:1", 0, 0, Left::none},
             {"send_after_mark:crash:1", window, window, Left::none},
             {"smpp_after_write:crash:2", 0, window, Left::none}, // the first write is the bind
             {"send_before_mark:crash:6", 0, window, Left::either},
             {"send_after_mark:crash:7", 1, window, Left::either},
             {"smpp_after_write:crash:9", 0, window, Left::either}
         }) {
        check_instant(instant, "sms");
    }
}

TEST_CASE("kill: before and after commits all along the way of a text, once each") {
    constexpr std::size_t window = 10;
    for (const std::string side : {"db_before_commit", "db_committed"}) {
        for (int commit = 2; commit <= 14; commit += 3) {
            const std::string name = side + ":crash:" + std::to_string(commit);
            check_instant({name, 0, window, Left::either}, "sms");
        }
    }
}

TEST_CASE("kill: at every named instant of sending emails, once") {
    constexpr std::size_t under_way = 4; // two to each of two connections
    for (const Instant& instant : std::vector<Instant>{
             {"send_before_mark:crash:1", 0, 0, Left::none},
             {"send_after_mark:crash:1", 1, under_way, Left::none},
             {"smtp_after_write:crash:7", 0, under_way, Left::either},
             {"smtp_after_write:crash:12", 0, under_way, Left::either},
             {"send_after_mark:crash:9", 1, under_way, Left::either}
         }) {
        check_instant(instant, "email");
    }
}

}
}

// A bulk message with a time starts at that time: not before, and at most two seconds after, also
// when the server was killed and started again in between (issue 2, item 7).
#include "tests/scenarios/witness.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <chrono>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::Installation;

constexpr std::size_t patients = 30;
constexpr std::int64_t late_most_ms = 2'000;

// When the outside world saw the first of them, after the time that was asked for.
std::int64_t lateness_ms(const std::vector<Account>& accounts, Instant due) {
    std::int64_t first = INT64_MAX;
    for (const Account& one : accounts) {
        for (const Record& record : one.seen) {
            first = std::min(first, record.at_ms);
        }
    }
    return first - std::chrono::milliseconds(due.time_since_epoch()).count();
}

void check_on_time(
    const Installation& installation, const std::string& id, const std::string& channel, Instant due
) {
    CAPTURE(channel);
    http::TestClient client = api_client(installation);
    wait_for_the_end(client, id);
    const auto accounts = take_accounts(installation, id, patients, channel);
    check_accounts(accounts);
    const std::int64_t late = lateness_ms(accounts, due);
    MESSAGE(channel << " began " << late << " ms after its time");
    CHECK(late >= 0);
    CHECK(late <= late_most_ms);
}

TEST_CASE("schedule: it starts at its time, and within two seconds of it") {
    Installation installation;
    installation.start_server();
    http::TestClient client = api_client(installation);
    const Instant due = from_now(3s);

    const std::string texts = send_to(client, patients, {.list = {}, .send_at = rfc3339(due)});
    const std::string emails =
        send_to(client, patients, {.list = {}, .channel = "email", .send_at = rfc3339(due)});
    CHECK(counts(client, texts).at("open") == std::int64_t{patients});

    check_on_time(installation, texts, "sms", due);
    check_on_time(installation, emails, "email", due);
}

TEST_CASE("schedule: a server that was killed and started again keeps the time") {
    Installation installation;
    installation.start_server();
    const Instant due = from_now(5s);
    std::string texts;
    {
        http::TestClient client = api_client(installation);
        texts = send_to(client, patients, {.list = {}, .send_at = rfc3339(due)});
    }

    installation.server().kill_now();
    installation.start_server();
    REQUIRE(std::chrono::system_clock::now() < due - 1s); // gateways are up by then

    check_on_time(installation, texts, "sms", due);
}

}
}

// The line stays up and falls silent: for a while nothing moves in one direction, longer than an
// answer is waited for (shortened here from 30 s and 10 min to 2 s). Goal (G7, G8): what was handed
// over and not answered in time is not confirmed, at most a window a connection; nobody is sent
// twice, nobody is lost, and sending goes on by itself.
#include "tests/scenarios/seed.hpp"
#include "tests/scenarios/witness.hpp"
#include "tests/support/fault_proxy.hpp"

#include <doctest/doctest.h>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::ConnectionPlan;
using test_support::Fault;
using test_support::FaultProxy;
using test_support::Installation;
using test_support::WayPlan;

constexpr std::uint64_t stalls = 4;
constexpr std::size_t window = 10; // the default of sms.window

// Each of the first connections falls silent at a random byte, in turn there and back.
ConnectionPlan stalling(std::uint64_t connection, Random& random) {
    ConnectionPlan plan;
    if (connection < stalls) {
        WayPlan& way = connection % 2 == 0 ? plan.to_client : plan.to_target;
        way.fault = Fault::stall;
        way.fault_at = 500 + random.below(5'000);
        way.stall_for = 5s;
    }
    return plan;
}

TEST_CASE("sms: answers that do not come in time leave at most a window not confirmed") {
    constexpr std::size_t patients = 600;
    const std::uint64_t seed = seed_or(20'261'127);
    CAPTURE(seed);
    Installation installation;
    FaultProxy proxy(installation.smpp_port(), seed, stalling);
    INFO(test_support::describe(proxy));
    installation.sms()["port"] = std::to_string(proxy.port());
    installation.sms()["answer_seconds"] = "2";
    installation.start_server();
    http::TestClient client = api_client(installation);

    const std::string id = send_to(client, patients);
    wait_for_the_end(client, id);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    MESSAGE("not confirmed: " << in_doubt(accounts));
    check_accounts(accounts);
    CHECK(cuts_of(proxy) == stalls);
    CHECK(in_doubt(accounts) > 0);
    CHECK(in_doubt(accounts) <= proxy.passages().size() * window);
}

TEST_CASE("mail: answers that do not come in time leave at most one email not confirmed") {
    constexpr std::size_t patients = 150;
    const std::uint64_t seed = seed_or(20'261'128);
    CAPTURE(seed);
    Installation installation;
    installation.use_email_in_clear();
    FaultProxy proxy(installation.smtp_port(), seed, stalling);
    INFO(test_support::describe(proxy));
    installation.email()["port"] = std::to_string(proxy.port());
    installation.email()["answer_seconds"] = "2";
    installation.start_server();
    http::TestClient client = api_client(installation);

    const std::string id = send_to(client, patients, {.list = {}, .channel = "email"});
    wait_for_the_end(client, id);

    const auto accounts = take_accounts(installation, id, patients, "email");
    MESSAGE("not confirmed: " << in_doubt(accounts));
    check_accounts(accounts);
    CHECK(in_doubt(accounts) > 0);
    CHECK(in_doubt(accounts) <= proxy.passages().size());
}

}
}

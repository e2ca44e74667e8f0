// The link to the mail server is cut at random bytes, in either direction, while emails go out: in
// clear, so that what reached us can be read, and inside TLS, so that handshakes are cut too. Goal
// (G7, G8, G30): nobody is mailed twice, nobody is missing, a cut leaves at most one email not
// confirmed (after a final dot nothing else has been sent), and everybody who is not confirmed is
// somebody whose answer never reached us.
#include "tests/scenarios/answers.hpp"
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

test_support::RandomCuts bad_weather() {
    return {
        .connections = 30,
        .to_target_bytes_most = 20'000,
        .to_client_bytes_most = 4'000,
        .refuse_most = 200ms
    };
}

// Every third connection is cut where STARTTLS has been agreed and the certificate is on its way;
// the others after their opening, so that the waits between attempts, which double, stay short.
ConnectionPlan bad_weather_for_tls(std::uint64_t connection, Random& random) {
    ConnectionPlan plan = bad_weather()(connection, random);
    plan.to_target.fault_at += 1'500;
    plan.to_client.fault_at += 2'500;
    if (connection < 20 && connection % 3 == 0) {
        plan.to_target.fault = Fault::none;
        plan.to_client.fault = Fault::close;
        plan.to_client.fault_at = 250 + random.below(1'000);
    }
    return plan;
}

struct Sent {
    std::vector<Account> accounts;
    std::size_t cuts;
};

Sent send_through(Installation& installation, const FaultProxy& proxy, std::size_t patients) {
    installation.email()["port"] = std::to_string(proxy.port());
    installation.start_server();
    http::TestClient client = api_client(installation);
    const std::string id =
        send_to(client, patients, {.list = {}, .channel = "email", .text = "Dear ((first name))"});
    wait_for_the_end(client, id);
    return {take_accounts(installation, id, patients, "email"), cuts_of(proxy)};
}

TEST_CASE("mail: cut at random bytes, nobody is mailed twice, nobody is lost, doubts are real") {
    const std::uint64_t seed = seed_or(20'261'125);
    CAPTURE(seed);
    Installation installation;
    installation.use_email_in_clear();
    FaultProxy proxy(installation.smtp_port(), seed, bad_weather());
    INFO(test_support::describe(proxy));

    const auto [accounts, cuts] = send_through(installation, proxy, 400);

    CHECK(cuts >= 12); // a lane that rests because another was cut is not cut itself
    check_accounts(accounts);
    check_doubts_are_real(accounts, answered_mails(proxy.passages()));
    CHECK(in_doubt(accounts) <= cuts);
    CHECK(in_doubt(accounts) > 0); // otherwise the weather was too good to prove anything
}

TEST_CASE("mail: cut inside TLS and its handshake, nobody is mailed twice and nobody is lost") {
    const std::uint64_t seed = seed_or(20'261'126);
    CAPTURE(seed);
    Installation installation;
    FaultProxy proxy(installation.smtp_port(), seed, bad_weather_for_tls);
    INFO(test_support::describe(proxy));

    const auto [accounts, cuts] = send_through(installation, proxy, 400);

    CHECK(cuts >= 12);
    check_accounts(accounts);
    CHECK(in_doubt(accounts) <= cuts);
}

}
}

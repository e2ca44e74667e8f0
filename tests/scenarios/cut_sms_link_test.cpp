// The link to the message centre is cut at random bytes, in either direction, by an ordinary end or
// a reset, dripping or not, while texts go out. Goal (G7, G8, G30): nobody is submitted twice,
// nobody is missing, a cut leaves at most one window not confirmed, and everybody who is not
// confirmed is somebody whose answer never reached us. Method: what the proxy carried tells what we
// could know; the ledger tells what happened.
#include "tests/scenarios/answers.hpp"
#include "tests/scenarios/seed.hpp"
#include "tests/scenarios/witness.hpp"
#include "tests/support/fault_proxy.hpp"

#include <doctest/doctest.h>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::FaultProxy;
using test_support::Installation;

constexpr std::size_t window = 10; // the default of sms.window

TEST_CASE("sms: cut at random bytes, nobody is texted twice, nobody is lost, doubts are real") {
    constexpr std::size_t patients = 1'500;
    const std::uint64_t seed = seed_or(20'261'124);
    CAPTURE(seed);
    Installation installation;
    FaultProxy proxy(
        installation.smpp_port(),
        seed,
        test_support::RandomCuts{
            .connections = 18,
            .to_target_bytes_most = 20'000,
            .to_client_bytes_most = 20'000,
            .refuse_most = 300ms
        }
    );
    INFO(test_support::describe(proxy));
    installation.sms()["port"] = std::to_string(proxy.port());
    installation.start_server();
    http::TestClient client = api_client(installation);

    const std::string id = send_to(client, patients);
    wait_for_the_end(client, id);

    const auto accounts = take_accounts(installation, id, patients, "sms");
    const std::size_t cuts = cuts_of(proxy);
    CHECK(cuts >= 15);
    check_accounts(accounts);
    check_doubts_are_real(accounts, answered_submits(proxy.passages()));
    CHECK(in_doubt(accounts) <= cuts * window);
    CHECK(in_doubt(accounts) > 0); // otherwise the weather was too good to prove anything
}

// Whole texts of two parts, one number each.
const std::string two_parts = "Dear ((full name)), " + std::string(150, '.') + " For ((full name))";

std::string text_for(const test::Patient& patient) {
    const std::string name = patient.given + " " + patient.family;
    return "Dear " + name + ", " + std::string(150, '.') + " For " + name;
}

TEST_CASE("sms: a cut between the parts of a text sends no part twice, and none is said to be lost"
) {
    constexpr std::size_t patients = 300;
    const std::uint64_t seed = seed_or(20'261'129);
    CAPTURE(seed);
    Installation installation;
    FaultProxy proxy(
        installation.smpp_port(),
        seed,
        test_support::RandomCuts{
            .connections = 12, .to_target_bytes_most = 12'000, .to_client_bytes_most = 6'000
        }
    );
    INFO(test_support::describe(proxy));
    installation.sms()["port"] = std::to_string(proxy.port());
    installation.start_server();
    http::TestClient client = api_client(installation);

    const std::string id = send_to(client, patients, {.list = {}, .text = two_parts});
    wait_for_the_end(client, id);

    std::map<std::string, std::vector<std::string>> parts; // by number and part, what came
    for (const Record& record : read_ledger(installation.simulator_port())) {
        if (record.kind == "submit") {
            parts[record.to + " " + std::to_string(record.part)].push_back(record.text);
        }
    }
    std::size_t twice = 0;
    std::size_t torn = 0;
    std::size_t elsewhere = 0;
    for (const Message& said : messages(client, id)) {
        const test::Patient patient = test::patient(static_cast<std::uint64_t>(said.position) - 1);
        const std::string number = "44" + patient.mobile.substr(1);
        const auto& first = parts[number + " 1"];
        const auto& second = parts[number + " 2"];
        twice += first.size() > 1 || second.size() > 1 ? 1 : 0;
        const bool whole =
            first.size() == 1 && second.size() == 1 && first[0] + second[0] == text_for(patient);
        const bool reached = said.state == "delivered" || said.state == "failed";
        torn += reached && !whole ? 1 : 0;
        elsewhere += reached || said.state == "in_doubt" ? 0 : 1;
    }
    CHECK(twice == 0);
    CHECK(torn == 0);
    CHECK(elsewhere == 0);
    CHECK(cuts_of(proxy) >= 8);
}

}
}

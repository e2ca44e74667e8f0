// The message centre and the mail server refuse our password. The gateways pause and the page says
// what to do; nobody fails, nothing leaves; with the password mended everybody gets theirs (G28).
#include "tests/scenarios/staff_page.hpp"
#include "tests/scenarios/witness.hpp"

#include <doctest/doctest.h>

namespace cohort::scenarios {
namespace {

using test_support::Installation;

constexpr std::size_t patients = 20;

TEST_CASE("gateway: a refused password pauses it, nobody fails, and all go once it is mended") {
    Installation installation;
    const std::string wrong = installation.secret_file("wrong_password", "wrong123");
    const std::string right = installation.sms().at("password_file");
    installation.sms()["password_file"] = wrong;
    installation.email()["password_file"] = wrong;
    installation.start_server();
    std::string texts;
    std::string emails;
    {
        http::TestClient client = api_client(installation);
        texts = send_to(client, patients);
        emails = send_to(client, patients, {.list = {}, .channel = "email"});
        http::TestClient staff = signed_in(installation);

        wait_for_words(staff, "/bulk-messages", "does not accept the account&#39;s password");
        wait_for_words(staff, "/bulk-messages", "does not accept the user name and password");

        for (const std::string& id : {texts, emails}) {
            const Counts now = counts(client, id);
            CHECK_MESSAGE(now.at("open") == std::int64_t{patients}, in_words(now));
        }
        CHECK(gateway_pause(client, texts) == "gateway.password_refused");
        CHECK(gateway_pause(client, emails) == "gateway.login_refused");
        CHECK(read_ledger(installation.simulator_port()).empty());
    }

    CHECK(installation.server().stop() == 0);
    installation.sms()["password_file"] = right;
    installation.email()["password_file"] = right;
    installation.start_server();
    http::TestClient client = api_client(installation);
    wait_for_the_end(client, texts);
    wait_for_the_end(client, emails);

    for (const auto& [id, channel] : {std::pair{texts, "sms"}, std::pair{emails, "email"}}) {
        CAPTURE(channel);
        const auto accounts = take_accounts(installation, id, patients, channel);
        check_accounts(accounts);
        CHECK(in_doubt(accounts) == 0);
    }
}

}
}

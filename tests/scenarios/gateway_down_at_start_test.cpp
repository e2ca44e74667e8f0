// Neither the message centre nor the mail server can be reached when the server starts. A bulk
// message of each kind is accepted all the same and waits; page and API say why; both go once the
// gateways are back, and nobody has failed meanwhile.
#include "tests/scenarios/staff_page.hpp"
#include "tests/scenarios/witness.hpp"
#include "tests/support/fault_proxy.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace cohort::scenarios {
namespace {

using namespace std::chrono_literals;
using test_support::FaultProxy;
using test_support::Installation;

constexpr std::size_t patients = 20;
constexpr const char* texts_wait = "Text messages are not going out at the moment";
constexpr const char* emails_wait = "Emails are not going out at the moment";
constexpr const char* why = "The text company or mail server cannot be reached at the moment.";

void check_everybody_waits(http::TestClient& client, const std::string& id) {
    const Counts now = counts(client, id);
    CHECK_MESSAGE(now.at("open") == std::int64_t{patients}, in_words(now));
    CHECK(now.at("attempting") == 0);
}

TEST_CASE("gateway: down at the start, everybody waits, the page says why, and nobody fails") {
    Installation installation;
    FaultProxy sms(installation.smpp_port(), 1);
    FaultProxy mail(installation.smtp_port(), 1);
    sms.refuse();
    mail.refuse();
    installation.sms()["port"] = std::to_string(sms.port());
    installation.email()["port"] = std::to_string(mail.port());
    installation.start_server();
    http::TestClient client = api_client(installation);
    http::TestClient staff = signed_in(installation);

    const std::string texts = send_to(client, patients);
    const std::string emails = send_to(client, patients, {.list = {}, .channel = "email"});

    wait_for_words(staff, "/bulk-messages", texts_wait);
    wait_for_words(staff, "/bulk-messages", emails_wait);
    wait_for_words(staff, "/bulk-messages", why);
    std::this_thread::sleep_for(2s); // several attempts to connect
    check_everybody_waits(client, texts);
    check_everybody_waits(client, emails);

    CHECK(gateway_pause(client, texts) == "gateway.unreachable");
    CHECK(gateway_pause(client, emails) == "gateway.unreachable");

    sms.admit();
    mail.admit();
    wait_for_the_end(client, texts);
    wait_for_the_end(client, emails);

    for (const auto& [id, channel] : {std::pair{texts, "sms"}, std::pair{emails, "email"}}) {
        CAPTURE(channel);
        const auto accounts = take_accounts(installation, id, patients, channel);
        check_accounts(accounts);
        CHECK(in_doubt(accounts) == 0);
        CHECK(gateway_pause(client, id).empty());
    }
    wait_until_gone(staff, "/bulk-messages", texts_wait);
    wait_until_gone(staff, "/bulk-messages", emails_wait);
}

}
}

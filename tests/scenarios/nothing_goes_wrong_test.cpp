// The plain story, against which all others are held: a text and an email to each patient, each
// once, with how it ended.
#include "tests/scenarios/witness.hpp"

#include <doctest/doctest.h>

namespace cohort::scenarios {
namespace {

using test_support::Installation;

TEST_CASE("send: one text and one email to each patient, and each says how it ended") {
    constexpr std::size_t patients = 200;
    Installation installation;
    installation.start_server();
    http::TestClient client = api_client(installation);

    const std::string texts = send_to(client, patients);
    const std::string emails = send_to(client, patients, {.list = {}, .channel = "email"});
    const Counts of_texts = wait_for_the_end(client, texts);
    const Counts of_emails = wait_for_the_end(client, emails);

    check_accounts(take_accounts(installation, texts, patients, "sms"));
    check_accounts(take_accounts(installation, emails, patients, "email"));
    // 07700 900002 always fails, and 07700 900003 fails the first time each text comes.
    CHECK_MESSAGE(of_texts.at("failed") == 2, in_words(of_texts));
    CHECK(of_texts.at("delivered") == std::int64_t{patients} - 2);
    CHECK_MESSAGE(of_emails.at("delivered") == std::int64_t{patients}, in_words(of_emails));
    CHECK(installation.server().stop() == 0);
}

}
}

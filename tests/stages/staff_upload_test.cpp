// Step 1's upload, as the page sees it.
#include "tests/stages/site.hpp"

namespace cohort::stages {
namespace {

TEST_CASE("upload page: a good file leads on to its review") {
    Site site;
    site.sign_in();

    const auto answer = site.upload(
        "/bulk-messages/new", {{"name", "Flu"}}, "list.csv", test::emis_csv(test::patients(3))
    );

    CHECK(answer.status == 303);
    CHECK(location(answer).starts_with("/lists/"));
}

TEST_CASE("upload page: without room it says that nothing was lost, and keeps the name") {
    Site site;
    site.sign_in();
    site.flows().admission.close();

    const auto answer = site.upload(
        "/bulk-messages/new",
        {{"name", "Flu over 65"}},
        "list.csv",
        test::emis_csv(test::patients(3))
    );

    CHECK(answer.status == 503);
    CHECK(answer.headers.get("Retry-After") == "30");
    CHECK(says(answer, "there was no room for this one, so nothing was kept"));
    CHECK(says(answer, "value=\"Flu over 65\""));
    CHECK(says(answer, "id=\"file-error\""));
}

TEST_CASE("upload page: a form without a file asks for one, and waits for no room") {
    Site site;
    site.sign_in();
    site.flows().admission.close();

    const auto answer = site.upload("/bulk-messages/new", {{"name", "Flu"}}, "", "");

    CHECK(answer.status == 400);
    CHECK(says(answer, "id=\"file-error\""));
}

}
}

// What is shown instead of a page has the header, the menu and a way back, in plain words.
#include "tests/stages/site.hpp"

namespace cohort::stages {
namespace {

struct Refusal {
    const char* label;
    Error error;
    int status;
    const char* title;
    const char* words;
};

const Refusal refusals[] = {
    {"400", invalid("http.form_broken"), 400, "This did not work", "Nothing was changed."},
    {"403",
     {ErrorKind::forbidden, "request.token_wrong"},
     403,
     "You cannot do this",
     "was from an earlier time"},
    {"404",
     {ErrorKind::not_found, "http.not_found"},
     404,
     "Page not found",
     "nothing at this address"},
    {"405",
     invalid("http.method_not_allowed"),
     405,
     "This did not work",
     "use the buttons on the page"},
    {"409",
     {ErrorKind::conflict, "compose.already_sent"},
     409,
     "Something changed meanwhile",
     "was sent already"},
    {"413",
     {ErrorKind::too_large, "http.body_too_large"},
     413,
     "This is too large",
     "Choose a smaller file"},
    {"429",
     {ErrorKind::too_many, "sign_in.too_many"},
     429,
     "Sorry, Cohort is busy at the moment",
     "too many tries"},
    {"500",
     {ErrorKind::internal, "http.unexpected_fault"},
     500,
     "Sorry, there is a problem with this page",
     "went wrong on our side"},
    {"503",
     {ErrorKind::unavailable, "pool.full"},
     503,
     "Sorry, Cohort is busy at the moment",
     "Nothing was changed."},
};

bool has_h1(const http::Response& page, const std::string& title) {
    return says(page, "<h1 class=\"nhsuk-heading-l\">" + title + "</h1>");
}

}

TEST_CASE("error pages: who is signed in sees the practice, the menu and the way to Bulk Messages"
) {
    Site site;
    site.sign_in();
    for (const Refusal& refusal : refusals) {
        CAPTURE(refusal.label);
        const http::Response page = site.error_page(refusal.error);

        CHECK(page.status == refusal.status);
        CHECK(has_h1(page, refusal.title));
        CHECK(says(page, refusal.words));
        CHECK(says(page, "Riverside Surgery"));
        CHECK(says(page, "Sign out"));
        CHECK(says(page, "<a href=\"/bulk-messages\">Go to Bulk Messages</a>"));
        CHECK(says(page, "quote reference 7.1"));
        CHECK_FALSE(says(page, "no words for yet"));
    }
}

TEST_CASE("error pages: who is not signed in is led to signing in") {
    Site site;
    for (const Refusal& refusal : refusals) {
        CAPTURE(refusal.label);
        const http::Response page = site.error_page(refusal.error);

        CHECK(has_h1(page, refusal.title));
        CHECK_FALSE(says(page, "Sign out"));
        CHECK(says(page, "<a href=\"/sign-in\">"));
    }
}

TEST_CASE("error pages: a database that has just failed is not asked who is there") {
    Site site;
    site.sign_in();

    const http::Response page =
        site.error_page({ErrorKind::unavailable, "db.unknown_commit", "COMMIT"});

    CHECK(page.status == 503);
    CHECK(says(page, "it is not known whether the change was kept."));
    CHECK_FALSE(says(page, "Sign out"));
    CHECK_FALSE(says(page, "COMMIT"));
}

TEST_CASE("error pages: where bulk messages are off, the way back is the start page") {
    Site site;
    site.sign_in();
    const auto off = [&](db::Transaction& tx) {
        return site.flows().practices.set_feature(
            tx, site.world.practice(), practice::Feature::bulk_messages, practice::Switch::off
        );
    };
    REQUIRE(site.world.database().write_now(off).ok());

    const http::Response page =
        site.error_page({ErrorKind::forbidden, "practice.bulk_messages_off"});

    CHECK(says(page, "<a href=\"/\">Go to the start page</a>"));
    CHECK_FALSE(says(page, "/bulk-messages"));
}

TEST_CASE("signing in: who was signed in is told why that is over") {
    Site site;
    site.sign_in();
    CHECK(site.get("/bulk-messages").status == 200);

    site.world.clock().advance(practice::session_idle_max + Milliseconds{1});

    const std::string again = location(site.get("/bulk-messages?before=1"));
    CHECK(again.starts_with("/sign-in?again=1"));
    CHECK(field(site.get(again), "to") == "/bulk-messages?before=1");
    CHECK(location(site.post("/lists/1")) == "/sign-in?again=1");
    CHECK(says(site.get("/sign-in?again=1"), "You were signed out"));
    CHECK_FALSE(says(site.get("/sign-in"), "You were signed out"));
}

}

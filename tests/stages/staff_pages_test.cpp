// The staff's pages over the real stages, without a network: requests go through the router to the
// handlers.
#include "tests/stages/site.hpp"

namespace cohort::stages {

TEST_CASE("staff pages: without a session every page leads to signing in") {
    Site site;
    site.each_page([&](const staff_web::StaffRoute& route, const std::string& path) {
        CHECK(location(site.ask(route.method, path)) == "/sign-in");
    });
}

TEST_CASE("staff pages: where bulk messages are off, every page of theirs says so") {
    Site site;
    site.sign_in();
    const auto off = [&](db::Transaction& tx) {
        return site.flows().practices.set_feature(
            tx, site.world.practice(), practice::Feature::bulk_messages, practice::Switch::off
        );
    };
    REQUIRE(site.world.database().write_now(off).ok());

    site.each_page([&](const staff_web::StaffRoute& route, const std::string& path) {
        if (path != "/sign-out") {
            CHECK(code_of(site.ask(route.method, path)) == "practice.bulk_messages_off");
        }
    });
}

TEST_CASE("staff pages: a form without the session's token changes nothing") {
    Site site;
    site.sign_in();
    site.each_page([&](const staff_web::StaffRoute& route, const std::string& path) {
        if (route.token == staff_web::TokenIn::form) {
            CHECK(code_of(site.ask(route.method, path)) == "request.token_wrong");
        }
    });
}

TEST_CASE("staff pages: a draft that cannot be sent goes back to step 2, which says why") {
    Site site;
    site.sign_in();
    const ListId list = site.world.list_of(2);
    const std::string draft = site.draft_for(list);

    CHECK(location(site.get(draft + "/check")) == draft + "?why=1");
    CHECK(site.get(draft + "?why=1").body.find("There is a problem") != std::string::npos);
    CHECK(site.get(draft).body.find("There is a problem") == std::string::npos);
}

TEST_CASE("staff pages: what is searched for stands in no address") {
    Site site;
    site.sign_in();
    const auto id = site.world.send(site.world.list_of(60), "Hello");
    site.world.make_messages();
    const std::string page = "/bulk-messages/" + id.text();

    const http::Response found = site.post(page + "/search", {{"q", "zzz-nobody"}});

    CHECK(found.status == 200);
    CHECK(found.body.find("Nobody was found") != std::string::npos);
    CHECK(found.body.find("q=") == std::string::npos);
    // The same in the address is not looked at.
    const http::Response by_address = site.get(page + "?q=zzz-nobody");
    CHECK(by_address.body.find("zzz-nobody") == std::string::npos);
    CHECK(by_address.body.find("More patients") != std::string::npos);
    CHECK(site.get(page + "?after=50").body.find("First patients") != std::string::npos);
}

}

// The staff's pages over the real stages, without a network: requests go through the router to the handlers.
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/staff_web.hpp"
#include "practice/passwords.hpp"
#include "tests/stages/world.hpp"

#include <doctest/doctest.h>

namespace cohort::stages {
namespace {

using http::Method;

class Site {
public:
    Site() :
        web_({world.database(),
              flows().pool,
              flows().practices,
              flows().people,
              flows().lists,
              flows().uploads,
              flows().composing,
              flows().sending,
              flows().clock,
              flows().random}) {
        web_.add_routes(router_);
    }

    void sign_in() {
        const auto open = [this](db::Transaction& tx) -> Result<std::pair<std::string, std::string>> {
            const practice::NewUser user{
                "ruth@example.org", "Ruth Receptionist", practice::Role::sender, "no hash"
            };
            COHORT_CHECK(flows().people.add(tx, world.practice(), user));
            const Token cookie = flows().people.open_session(tx, *flows().people.find(tx, user.email));
            COHORT_TRY(session, flows().people.session(tx, cookie));
            return std::pair{cookie.reveal(), session.csrf_token};
        };
        std::tie(cookie_, token_) = world.database().write_now(open).value();
    }

    http::Response ask(Method method, std::string target, http::Form form = {}) {
        http::Request request;
        request.method = method;
        request.target = target;
        const auto question = std::min(target.find('?'), target.size());
        request.path = target.substr(0, question);
        if (question < target.size()) {
            request.query = http::Query::parse(target.substr(question + 1)).value();
        }
        request.form = std::move(form);
        request.remote_address = "127.0.0.1";
        if (!cookie_.empty()) {
            request.headers.add("Cookie", "cohort=" + cookie_);
        }
        auto match = router_.find(method, request.path).value();
        REQUIRE(match.route != nullptr);
        request.pattern = match.route->pattern;
        request.params = std::move(match.params);
        return world.await(match.route->handler(request));
    }

    http::Response get(std::string target) { return ask(Method::get, std::move(target)); }

    http::Response post(std::string target, http::Form form = {}) {
        form.add("token", token_);
        return ask(Method::post, std::move(target), std::move(form));
    }

    // Every page behind a session, with numbers where ids belong.
    template <class Check>
    void each_page(Check check) {
        for (const staff_web::StaffRoute& route : staff_web::staff_routes()) {
            std::string path(route.pattern);
            for (auto open = path.find('{'); open != path.npos; open = path.find('{')) {
                path.replace(open, path.find('}', open) - open + 1, "1");
            }
            CAPTURE(path);
            check(route, path);
        }
    }

    server::Flows& flows() { return world.flows(); }

    World world{Engine::sqlite};

private:
    staff_web::StaffWeb web_;
    http::Router router_;
    std::string cookie_;
    std::string token_;
};

std::string location(const http::Response& response) {
    return std::string(response.headers.get("Location").value_or(""));
}

std::string code_of(const http::Response& response) {
    return response.error ? std::string(response.error->code.text()) : std::string();
}

}

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
    const auto start = [&](db::Transaction& tx) {
        return site.flows().composing.start(tx, site.world.actor(), list);
    };
    const std::string draft = "/drafts/" + site.world.database().write_now(start).value().text();

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
    http::Form search;
    search.add("q", "zzz-nobody");

    const http::Response found = site.post(page + "/search", search);

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

#include "platform/http/router.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::http;

namespace {

Task<Response> nothing(Request&) {
    co_return empty();
}

Router made(std::initializer_list<const char*> patterns) {
    Router router;
    for (const char* pattern : patterns) {
        router.get(pattern, nothing);
    }
    return router;
}

std::string found(const Router& router, std::string_view path) {
    const auto match = router.find(Method::get, path);
    if (!match.ok()) {
        return "error";
    }
    if (match->route == nullptr) {
        return "none";
    }
    std::string text = match->route->pattern;
    for (const auto& [name, value] : match->params) {
        text += " " + std::string(name) + "=" + value;
    }
    return text;
}

}

TEST_CASE("router: a literal is preferred to a parameter, a parameter to the rest") {
    const Router router = made(
        {"/",
         "/lists",
         "/lists/{id}",
         "/lists/new",
         "/lists/{id}/rows",
         "/assets/{path...}",
         "/assets/x"}
    );

    CHECK(found(router, "/") == "/");
    CHECK(found(router, "/lists") == "/lists");
    CHECK(found(router, "/lists/new") == "/lists/new");
    CHECK(found(router, "/lists/17") == "/lists/{id} id=17");
    CHECK(found(router, "/lists/new/rows") == "/lists/{id}/rows id=new");
    CHECK(found(router, "/assets/x") == "/assets/x");
    CHECK(found(router, "/assets/x/y%20z") == "/assets/{path...} path=x/y z");
}

TEST_CASE("router: what no pattern describes is not found") {
    const Router router = made({"/lists", "/lists/{id}", "/assets/{path...}"});

    for (const char* path :
         {"/", "/lists/", "/lists//", "/lists/1/2", "/Lists", "/assets", "//lists", "lists", ""}) {
        CAPTURE(path);
        CHECK(found(router, path) == "none");
    }
    CHECK(found(router, "/" + std::string(10'000, '/')) == "none");
    CHECK(found(router, "/lists/%zz") == "error");
}

TEST_CASE("router: an encoded slash stays inside its segment") {
    CHECK(
        found(made({"/lists/{id}", "/lists/{id}/rows"}), "/lists/a%2Frows")
        == "/lists/{id} id=a/rows"
    );
}

TEST_CASE("router: patterns of which neither is preferred everywhere are a bug") {
    CHECK_THROWS_AS(made({"/a/{x}/c", "/a/b/{y}"}), Bug);
    CHECK_THROWS_AS(made({"/a/{x}", "/a/{y}"}), Bug);
    CHECK_THROWS_AS(made({"/{x}/b", "/a/{rest...}"}), Bug);
    CHECK_THROWS_AS(made({"/a", "/a"}), Bug);
    CHECK_NOTHROW(made({"/a/{x}/c", "/a/{x}/d", "/a/b/c", "/a/{x}", "/{all...}"}));
}

TEST_CASE("router: patterns that make no sense are a bug") {
    for (const char* pattern : {"a", "", "/{}", "/{x", "/x{y}", "/{rest...}/x"}) {
        CAPTURE(pattern);
        CHECK_THROWS_AS(made({pattern}), Bug);
    }
    Router router;
    CHECK_THROWS_AS(router.add(Method::head, "/x", BodyPolicy::none(), nothing), Bug);
}

TEST_CASE("router: a path known by other methods says by which") {
    Router router = made({"/lists", "/lists/new"});
    router.add(Method::post, "/lists", BodyPolicy::form(), nothing);
    router.add(Method::delete_, "/lists/{id}", BodyPolicy::none(), nothing);

    CHECK(router.find(Method::put, "/lists")->allow == "GET, HEAD, POST");
    CHECK(router.find(Method::head, "/lists")->route->pattern == "/lists");
    CHECK(router.find(Method::delete_, "/lists/new")->allow == "GET, HEAD");
    CHECK(router.find(Method::put, "/none")->allow.empty());
}

TEST_CASE("router: every route is listed in the order in which it was added") {
    Router router = made({"/b", "/a"});
    router.add(Method::post, "/b", BodyPolicy::stream(5), nothing);

    const auto routes = router.routes();

    REQUIRE(routes.size() == 3);
    CHECK(routes[0]->pattern == "/b");
    CHECK(routes[1]->pattern == "/a");
    CHECK(routes[2]->method == Method::post);
    CHECK(routes[2]->body.kind == BodyPolicy::Kind::stream);
}

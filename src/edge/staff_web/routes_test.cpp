#include "edge/staff_web/routes.hpp"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace cohort::staff_web {

TEST_CASE("routes: before sign-in there are only the start page and signing in") {
    std::set<std::string> open;
    for (const OpenRoute& route : open_routes()) {
        open.insert(std::string(http::name_of(route.method)) + " " + std::string(route.pattern));
    }

    CHECK(open == std::set<std::string>{"GET /", "GET /sign-in", "POST /sign-in"});
}

TEST_CASE("routes: whatever changes something is a POST with a token, and nothing else is") {
    for (const StaffRoute& route : staff_routes()) {
        CAPTURE(std::string(route.pattern));
        CHECK((route.method == http::Method::get || route.method == http::Method::post));
        CHECK((route.method == http::Method::post) == (route.token != TokenIn::nothing));
    }
}

TEST_CASE("routes: everything but signing out and help belongs to bulk messages, so it goes when "
          "they are off") {
    for (const StaffRoute& route : staff_routes()) {
        CAPTURE(std::string(route.pattern));
        CHECK(practice::is_of_bulk_messages(route.permission) == (route.pattern != "/sign-out"));
    }
}

TEST_CASE("routes: sending, stopping and trying again need the permission to send") {
    for (const StaffRoute& route : staff_routes()) {
        CAPTURE(std::string(route.pattern));
        const bool only_looks = route.pattern == "/sign-out" || route.method == http::Method::get
                                || route.pattern.ends_with("/search");
        if (!only_looks) {
            CHECK(route.permission == practice::Permission::send_bulk_messages);
        }
    }
}

}

#include "edge/staff_web/visitor.hpp"

#include <doctest/doctest.h>

namespace cohort::staff_web {
namespace {

http::Request from(std::initializer_list<std::pair<const char*, const char*>> headers) {
    http::Request request;
    request.headers.add("Host", "cohort.example");
    for (const auto& [name, value] : headers) {
        request.headers.add(name, value);
    }
    return request;
}

bool is_heard(std::initializer_list<std::pair<const char*, const char*>> headers) {
    return check_same_site(from(headers)).ok();
}

}

TEST_CASE("visitor: a page of another site cannot post here") {
    CHECK(is_heard({{"Sec-Fetch-Site", "same-origin"}}));
    CHECK(is_heard({{"Origin", "https://cohort.example"}}));
    CHECK_FALSE(is_heard({{"Sec-Fetch-Site", "cross-site"}}));
    CHECK_FALSE(is_heard({{"Sec-Fetch-Site", "same-site"}}));
    CHECK_FALSE(is_heard({{"Origin", "https://other.example"}}));
    CHECK_FALSE(is_heard({{"Origin", "https://cohort.example.other.example"}}));
    CHECK_FALSE(is_heard({{"Origin", "null"}}));
}

TEST_CASE("visitor: only the session's own token is taken") {
    Visitor visitor{};
    visitor.session.csrf_token = "abcdefgh";

    CHECK(check_token(visitor, "abcdefgh").ok());
    for (const char* wrong : {"", "abcdefg", "abcdefgi", "abcdefghi", "ABCDEFGH"}) {
        CAPTURE(wrong);
        CHECK(check_token(visitor, wrong).error().code == ErrorCode("request.token_wrong"));
    }
}

TEST_CASE("visitor: a session without a token has none that could be guessed") {
    Visitor visitor{};
    CHECK_FALSE(check_token(visitor, "").ok());
}

TEST_CASE("visitor: the cookie insists on TLS where there is TLS") {
    CHECK(session_cookie_name(true) == "__Host-cohort");
    CHECK(session_cookie_name(false) == "cohort");
}

TEST_CASE("visitor: a page that keeps itself up to date is nobody at work") {
    CHECK(is_by_itself(from({{"Accept", "text/event-stream"}})));
    CHECK_FALSE(is_by_itself(from({{"Accept", "text/html"}})));
    CHECK_FALSE(is_by_itself(from({})));
}

TEST_CASE("visitor: nobody is led to another site after signing in") {
    for (const char* page :
         {"/lists", "/lists/7?after=50", "/bulk-messages/12", "/drafts/3?why=1"}) {
        CAPTURE(page);
        CHECK(is_page_to_return_to(page));
    }
    for (const char* other :
         {"",
          "/",
          "//evil.example/lists",
          "/\\evil.example",
          "https://evil.example/lists",
          "lists",
          "/sign-out",
          "/lists\r\nX: y",
          "/lists@evil",
          "javascript:/lists"}) {
        CAPTURE(other);
        CHECK_FALSE(is_page_to_return_to(other));
    }
    CHECK_FALSE(is_page_to_return_to("/lists?" + std::string(500, 'a')));
}

}

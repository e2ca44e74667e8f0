#include "platform/http/headers.hpp"

#include "base/ensure.hpp"
#include "platform/http/cookies.hpp"
#include "platform/http/message.hpp"
#include "platform/http/url.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace cohort;
using namespace cohort::http;

TEST_CASE("headers: names are found without regard to case, in their order, and set replaces all") {
    Headers headers;
    headers.add("Accept", "a");
    headers.add("X-One", "1");
    headers.add("ACCEPT", "b");

    CHECK(*headers.get("accept") == "a");
    CHECK(headers.count("Accept") == 2);
    CHECK(headers.at(2).value == "b");
    headers.set("accept", "c");
    CHECK(headers.count("Accept") == 1);
    CHECK(*headers.get("Accept") == "c");
    CHECK(*headers.get("X-One") == "1");
    CHECK_FALSE(headers.get("X-Two"));
}

TEST_CASE("headers: a name that is no token or a value of two lines is a bug") {
    Headers headers;

    CHECK_THROWS_AS(headers.add("", "x"), Bug);
    CHECK_THROWS_AS(headers.add("A B", "x"), Bug);
    CHECK_THROWS_AS(headers.add("A:", "x"), Bug);
    CHECK_THROWS_AS(headers.add("A", "x\r\nB: y"), Bug);
    CHECK_THROWS_AS(headers.add("A", std::string("x\0y", 3)), Bug);
    CHECK(headers.size() == 0);
}

TEST_CASE("cookies: the first of the name is found, whole names only") {
    CHECK(*find_cookie("a=1; sid=x=y; b=2", "sid") == "x=y");
    CHECK(*find_cookie("a=1;b=2", "b") == "2");
    CHECK(*find_cookie("sid=", "sid") == "");
    CHECK_FALSE(find_cookie("xsid=1; sidx=2", "sid"));
    CHECK_FALSE(find_cookie("", "sid"));
    CHECK_FALSE(find_cookie("sid", "sid"));
}

TEST_CASE("cookies: one that is set cannot be read by scripts, and its value cannot add attributes"
) {
    CHECK(
        to_header(
            {.name = "sid",
             .value = "abc",
             .max_age = std::chrono::hours(1),
             .same_site = SameSite::strict}
        )
        == "sid=abc; Path=/; Max-Age=3600; SameSite=Strict; HttpOnly; Secure"
    );
    CHECK(
        to_header({.name = "sid", .value = "", .secure = SetCookie::Secure::no})
        == "sid=; Path=/; SameSite=Lax; HttpOnly"
    );
    CHECK_THROWS_AS(to_header({.name = "sid", .value = "a; Domain=x"}), Bug);
    CHECK_THROWS_AS(to_header({.name = "s=d", .value = "a"}), Bug);
}

TEST_CASE("url: what is encoded decodes to itself and holds only safe characters") {
    const bool held =
        rc::check("decode(encode(x)) == x", [](const std::vector<unsigned char>& bytes) {
            std::string text;
            for (const unsigned char byte : bytes) {
                text += static_cast<char>(byte == 0 ? 1 : byte);
            }
            const std::string encoded = percent_encode(text);
            RC_ASSERT(percent_decode(encoded).value() == text);
            RC_ASSERT(encoded.find_first_of(" /?#&=+\r\n\"<>") == std::string::npos);
        });
    CHECK(held);
}

TEST_CASE("url: a broken escape and a NUL are refused") {
    for (const char* text : {"%", "%4", "a%", "%zz", "%4g", "a%00b"}) {
        CAPTURE(text);
        CHECK(percent_decode(text).error().code == ErrorCode("http.url_broken"));
    }
    CHECK(*percent_decode("%41%c3%A9") == "Aé");
}

TEST_CASE("url: only paths of this server are local") {
    for (const char* good : {"/", "/bulk-messages?page=2", "/a/b#c"}) {
        CAPTURE(good);
        CHECK(is_local_path(good));
    }
    for (const char* bad :
         {"",
          "a",
          "//evil.example",
          "/\\evil.example",
          "https://evil.example",
          "/\t/evil",
          "/a b",
          "/a\r\nX: y"}) {
        CAPTURE(bad);
        CHECK_FALSE(is_local_path(bad));
    }
    CHECK_THROWS_AS(see_other("//evil.example"), Bug);
}

TEST_CASE("message: the status follows from the kind of error") {
    CHECK(status_of(invalid("x.y")) == 400);
    CHECK(status_of({ErrorKind::unauthenticated, "x.y"}) == 401);
    CHECK(status_of({ErrorKind::forbidden, "x.y"}) == 403);
    CHECK(status_of({ErrorKind::not_found, "x.y"}) == 404);
    CHECK(status_of({ErrorKind::conflict, "x.y"}) == 409);
    CHECK(status_of({ErrorKind::too_large, "x.y"}) == 413);
    CHECK(status_of({ErrorKind::too_many, "x.y"}) == 429);
    CHECK(status_of({ErrorKind::unavailable, "x.y"}) == 503);
    CHECK(status_of({ErrorKind::internal, "x.y"}) == 500);
    CHECK(status_of(invalid("http.media_type")) == 415);
}

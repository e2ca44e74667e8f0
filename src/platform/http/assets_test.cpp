#include "platform/http/assets.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using namespace cohort::http;

namespace {

constexpr EmbeddedFile files[] = {
    {"main.css", "body{}"}, {"main.css.gz", "packed"}, {"js/app.js", "let a"}, {"blob", "?"}
};

Response answer(
    std::string_view path,
    std::initializer_list<Headers::Field> headers = {},
    std::string version = {}
) {
    static const Assets assets("/assets", files);
    Request request;
    for (const auto& field : headers) {
        request.headers.add(field.name, field.value);
    }
    if (!version.empty()) {
        request.query.add("v", version);
    }
    return assets.answer(request, path);
}

std::string tag() {
    const Assets assets("/assets", files);
    const std::string url = assets.url("main.css");
    return url.substr(url.find("?v=") + 3);
}

}

TEST_CASE("assets: a file is sent with its type and a strong tag, to be asked for again") {
    const Response response = answer("js/app.js");

    CHECK(response.status == 200);
    CHECK(response.embedded_body == "let a");
    CHECK(*response.headers.get("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(*response.headers.get("Cache-Control") == "no-cache");
    CHECK(response.headers.get("ETag")->starts_with('"'));
    CHECK_FALSE(response.headers.has("Vary"));
}

TEST_CASE("assets: the address that carries the right tag lasts, another does not") {
    CHECK(
        *answer("main.css", {}, tag()).headers.get("Cache-Control")
        == "public, max-age=31536000, immutable"
    );
    CHECK(*answer("main.css", {}, "0000").headers.get("Cache-Control") == "no-cache");
}

TEST_CASE("assets: a client that has the file gets 304 and no body") {
    const std::string quoted = "\"" + tag() + "\"";

    for (const std::string& known : {quoted, "\"x\", W/" + quoted, std::string("*")}) {
        CAPTURE(known);
        const Response response = answer("main.css", {{"If-None-Match", known}});
        CHECK(response.status == 304);
        CHECK(response.embedded_body.empty());
        CHECK(*response.headers.get("ETag") == quoted);
    }
    CHECK(answer("main.css", {{"If-None-Match", "\"other\""}}).status == 200);
}

TEST_CASE("assets: the packed form goes to those who accept it, with a tag of its own") {
    const Response packed = answer("main.css", {{"Accept-Encoding", "br, gzip;q=0.8"}});
    CHECK(packed.embedded_body == "packed");
    CHECK(*packed.headers.get("Content-Encoding") == "gzip");
    CHECK(*packed.headers.get("Content-Type") == "text/css; charset=utf-8");
    CHECK(*packed.headers.get("Vary") == "Accept-Encoding");
    CHECK(*packed.headers.get("ETag") == "\"" + tag() + "-gzip\"");

    CHECK(answer("main.css", {{"Accept-Encoding", "gzip;q=0"}}).embedded_body == "body{}");
    CHECK(answer("main.css", {{"Accept-Encoding", "x-gzip-like"}}).embedded_body == "body{}");
    CHECK(answer("js/app.js", {{"Accept-Encoding", "gzip"}}).embedded_body == "let a");
}

TEST_CASE("assets: what is not in the table is not found, and no page may link to it") {
    CHECK(answer("../secret").status == 404);
    CHECK(answer("").status == 404);
    CHECK_THROWS_AS(Assets("/assets", files).url("none.css"), Bug);
}

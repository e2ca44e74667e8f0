#include "platform/html/page.hpp"

#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

#include <doctest/doctest.h>

#include <string>

namespace cohort::html {
namespace {

bool has(std::string_view text, std::string_view piece) {
    return text.find(piece) != std::string_view::npos;
}

Page small_page() {
    return {
        .title = "Bulk Messages",
        .practice_name = "Riverside Surgery",
        .content = h1("Bulk Messages"),
        .nonce = "bm9uY2U=",
    };
}

// The file served at this address, or null.
const Asset* file_at(std::string_view address) {
    return find_asset(address.substr(0, address.find('?')));
}

// Every address the text loads or links to.
std::vector<std::string> addresses(std::string_view text) {
    std::vector<std::string> all;
    for (const std::string_view mark : {"href=\"", "src=\""}) {
        for (std::size_t at = text.find(mark); at != std::string_view::npos;
             at = text.find(mark, at + 1)) {
            const std::size_t from = at + mark.size();
            all.emplace_back(text.substr(from, text.find('"', from) - from));
        }
    }
    return all;
}

}

TEST_CASE(
    "page: the title names the page, the practice and the product, and says when there is an error"
) {
    Page page = small_page();
    CHECK(has(document(page), "<title>Bulk Messages – Riverside Surgery – Cohort</title>"));

    page.errors = {{"Enter a name", Url::to_id("name")}};
    const std::string with_error = document(page);
    CHECK(has(with_error, "<title>Error: Bulk Messages – "));
    CHECK(with_error.find("There is a problem") < with_error.find("<h1>"));
    CHECK(has(with_error, "href=\"#name\""));
}

TEST_CASE("page: it can be read with a keyboard and a screen reader") {
    const std::string text = document(small_page());

    CHECK(text.starts_with("<!DOCTYPE html>\n<html lang=\"en-GB\">"));
    CHECK(has(text, "href=\"#maincontent\""));
    CHECK(has(text, "<main class=\"nhsuk-main-wrapper\" id=\"maincontent\">"));
    CHECK(has(text, "width=device-width"));
}

TEST_CASE("page: everything it loads is ours and exists, and nothing is inline but the one script"
) {
    const std::string text = document(small_page());

    for (const std::string& address : addresses(text)) {
        CAPTURE(address);
        CHECK_FALSE(address.starts_with("http"));
        if (address.starts_with("/assets/")) {
            CHECK(file_at(address) != nullptr);
        }
    }
    CHECK_FALSE(has(text, "style="));
    CHECK_FALSE(has(text, "<style"));
    CHECK(text.find("<script nonce=\"bm9uY2U=\">") == text.rfind("<script nonce="));
    CHECK_FALSE(has(text, "<script>"));
}

TEST_CASE("page: a missing or odd nonce is our bug") {
    Page page = small_page();
    page.nonce = "";
    CHECK_THROWS_AS(document(page), Bug);
    CHECK_THROWS_AS(content_security_policy("a'; script-src *"), Bug);
}

TEST_CASE("policy: only our own files, and the one inline script by its nonce") {
    CHECK(
        content_security_policy("bm9uY2U=")
        == "default-src 'self'; script-src 'self' 'nonce-bm9uY2U='; style-src 'self'; img-src "
           "'self'; "
           "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
    );
}

TEST_CASE("assets: the style sheet holds no web font and asks nobody else for anything") {
    const Asset* sheet = file_at(asset_url("nhsuk-frontend.min.css").text());
    REQUIRE(sheet != nullptr);

    CHECK(has(sheet->bytes, ".nhsuk-button"));
    CHECK_FALSE(has(sheet->bytes, "@font-face"));
    CHECK_FALSE(has(sheet->bytes, "https://"));
    CHECK_FALSE(has(sheet->bytes, "sourceMappingURL"));
    CHECK(sheet->content_type == "text/css; charset=utf-8");
    CHECK_FALSE(sheet->gzip.empty());
    CHECK(sheet->gzip.size() < sheet->bytes.size() / 4);
}

TEST_CASE("assets: every picture a style sheet asks for is served") {
    int pictures = 0;
    for (const EmbeddedFile& asset : asset_files()) {
        if (!asset.path.ends_with(".css")) {
            continue;
        }
        for (std::size_t at = asset.bytes.find("url("); at != std::string_view::npos;
             at = asset.bytes.find("url(", at + 1)) {
            const std::string_view picture =
                asset.bytes.substr(at + 4, asset.bytes.find(')', at) - at - 4);
            CAPTURE(picture);
            CHECK(file_at(picture) != nullptr);
            ++pictures;
        }
    }
    CHECK(pictures > 0);
}

TEST_CASE("assets: our module imports one that is served") {
    const Asset* start = file_at(asset_url("start.js").text());
    REQUIRE(start != nullptr);
    const std::size_t from = start->bytes.find("\"..") + 3;
    const std::string_view rest = start->bytes.substr(from, start->bytes.find('"', from) - from);

    CHECK(file_at("/assets" + std::string(rest)) != nullptr);
}

TEST_CASE(
    "assets: an address tells versions of a file apart, and a file that is not there is our bug"
) {
    const std::string first(asset_url("cohort.css").text());

    CHECK(first.starts_with("/assets/cohort/cohort.css?v="));
    CHECK(first.size() == std::string_view("/assets/cohort/cohort.css?v=").size() + 16);
    CHECK_THROWS_AS(asset_url("none.css"), Bug);
}

TEST_CASE("assets: an unknown path is nobody's") {
    CHECK(find_asset("/assets/") == nullptr);
    CHECK(find_asset("/assets/../etc/passwd") == nullptr);
    CHECK(find_asset("/assets/cohort/cohort.css.gz") == nullptr);
    CHECK(find_asset("") == nullptr);
}

}

#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>
#include <type_traits>

namespace cohort::html {
namespace {

// What a browser reads back from escaped text.
std::string read_back(std::string text) {
    const std::pair<std::string_view, std::string_view> entities[] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}
    };
    for (const auto& [entity, plain] : entities) {
        for (std::size_t at = text.find(entity); at != std::string::npos;
             at = text.find(entity, at + plain.size())) {
            text.replace(at, entity.size(), plain);
        }
    }
    return text;
}

// May this attribute be written by name?
template <std::size_t N>
consteval bool allowed(const char (&name)[N]) {
    return is_plain_attribute({name, N - 1});
}

static_assert(allowed("class") && allowed("data-module") && allowed("data-i18n.show-password"));
static_assert(!allowed("onclick") && !allowed("onpointerrawupdate") && !allowed("on"));
static_assert(!allowed("style") && !allowed("srcdoc") && !allowed("formaction"));
static_assert(!allowed("href") && !allowed("src") && !allowed("action") && !allowed("srcset"));
static_assert(
    !allowed("ONCLICK") && !allowed("x y") && !allowed("a=b") && !allowed("a>") && !allowed("")
);
static_assert(
    !is_plain_element("script") && !is_plain_element("style") && !is_plain_element("iframe")
);
// Nothing but text becomes markup by itself, and a number or a truth value is never taken for text.
static_assert(!std::is_convertible_v<bool, Html> && !std::is_convertible_v<int, Html>);
static_assert(!std::is_convertible_v<std::string, Url> && !std::is_convertible_v<bool, Part>);

}

TEST_CASE("html: text comes back as it was and never opens a tag or ends a value") {
    CHECK(rc::check([](const std::string& text) {
        const std::string escaped(Html(text).markup());

        RC_ASSERT(escaped.find_first_of("<>\"'") == std::string::npos);
        RC_ASSERT(read_back(escaped) == text);
    }));
}

TEST_CASE("html: an element escapes its text and its attribute values") {
    const Html made = a(classes("x\" onclick=\"y"), href("/lists?a=1"), "Tom & <Jerry>");

    CHECK(
        made.markup()
        == "<a class=\"x&quot; onclick=&quot;y\" href=\"/lists?a=1\">Tom &amp; &lt;Jerry&gt;</a>"
    );
}

TEST_CASE("html: markup made by elements is not escaped again") {
    CHECK(p("1 < 2 ", strong("so ", 3)).markup() == "<p>1 &lt; 2 <strong>so 3</strong></p>");
}

TEST_CASE("html: attributes may stand anywhere among the parts") {
    CHECK(p("a", id("x"), "b").markup() == "<p id=\"x\">ab</p>");
}

TEST_CASE("html: absent and bare attributes") {
    CHECK(input(flag<"disabled">(), flag<"checked">(false)).markup() == "<input disabled>");
    CHECK(input(attr<"value">(""), attr_unless_empty<"id">("")).markup() == "<input value=\"\">");
    CHECK(textarea(attr<"rows">(5)).markup() == "<textarea rows=\"5\"></textarea>");
}

TEST_CASE("html: the largest and smallest numbers are written whole") {
    CHECK(p(std::numeric_limits<std::int64_t>::min()).markup() == "<p>-9223372036854775808</p>");
    CHECK(p(std::numeric_limits<std::uint64_t>::max()).markup() == "<p>18446744073709551615</p>");
    CHECK(p(0).markup() == "<p>0</p>");
}

TEST_CASE("html: each joins, when chooses") {
    const std::vector<std::string> names = {"a", "b&"};

    CHECK(
        ul(each(names, [](const auto& name) { return li(name); })).markup()
        == "<ul><li>a</li><li>b&amp;</li></ul>"
    );
    CHECK(when(false, [] { return p("never"); }).empty());
    CHECK(when(true, [] { return p("now"); }).markup() == "<p>now</p>");
}

TEST_CASE("url: only this site's addresses and https ones are read") {
    for (const char* fine :
         {"/", "/lists/7?page=2#row", "#name", "?page=2", "https://www.nhs.uk/", "/a//b"}) {
        CAPTURE(fine);
        CHECK(Url::parse(fine).ok());
    }
    for (const char* refused :
         {"",
          "//evil.example",
          "/\\evil.example",
          "\\\\evil.example",
          "javascript:alert(1)",
          "JavaScript:alert(1)",
          " javascript:alert(1)",
          "\tjavascript:alert(1)",
          "java\nscript:x",
          "data:text/html,x",
          "http://example.org",
          "https:evil",
          "https:///evil",
          "lists",
          "/a b",
          "/\"onclick=",
          "/a'b",
          "/<x>",
          "vbscript:x",
          "/\xE2\x80\xAE",
          "HTTPS://x"}) {
        CAPTURE(refused);
        const Result<Url> url = Url::parse(refused);
        REQUIRE_FALSE(url.ok());
        CHECK(url.error().code == ErrorCode("url.not_allowed"));
    }
}

TEST_CASE("url: whatever the segments and values are, the address stays on this site") {
    CHECK(rc::check([](const std::string& segment, const std::string& value) {
        RC_PRE(!segment.empty() && segment != "." && segment != "..");
        const Url url = Url::path({"lists", segment}).with_query("q", value).with_id(value);

        RC_ASSERT(is_safe_url(url.text()));
        RC_ASSERT(url.text().starts_with("/lists/"));
        RC_ASSERT(std::ranges::count(url.text(), '/') == 2);
    }));
}

TEST_CASE("url: a query is added before the fragment and after another query") {
    const Url url = Url("/lists#top").with_query("a", "1 2").with_query("b", "&");

    CHECK(url.text() == "/lists?a=1%202&b=%26#top");
    CHECK(url.with_id("x").text() == "/lists?a=1%202&b=%26#x");
}

TEST_CASE("url: a dot segment, which browsers resolve, is our bug") {
    CHECK_THROWS_AS(Url::path({"lists", ".."}), Bug);
}

TEST_CASE("components: text of a person is escaped wherever it is given") {
    const std::string evil = "<script>alert('x')</script>\"";
    const Html shown =
        nhs::input({.label = {evil}, .hint = {evil}, .error = {evil}, .name = evil, .value = evil})
        + nhs::table({.caption = {evil}, .head = {{evil}}, .rows = {{{evil}}}, .scroll = true})
        + nhs::summary_list(
            {.rows = {{.key = evil, .value = evil}}, .card = nhs::Card{.heading = {evil}}}
        )
        + nhs::tag({.text = evil})
        + nhs::character_count({.textarea = {.name = evil, .value = evil}})
        + nhs::error_summary({.items = {{evil, Url::to_id(evil)}}})
        + nhs::radios({.name = evil, .items = {{.value = evil, .text = evil}}, .values = {evil}});

    CHECK(shown.markup().find("<script") == std::string_view::npos);
    CHECK(shown.markup().find("\"\"") == std::string_view::npos);
    CHECK(shown.markup().find('\'') == std::string_view::npos);
}

TEST_CASE("components: a text that begins with a line break keeps it") {
    // HTML drops the first line break after <textarea>.
    CHECK(
        nhs::textarea({.name = "text", .value = "\nHello"}).markup().find(">\n\nHello<")
        != std::string_view::npos
    );
}

TEST_CASE("components: an error is tied to its field") {
    const Html made = nhs::input(
        {.label = {"List name"}, .hint = {"For you"}, .error = {"Enter a name"}, .name = "name"}
    );

    CHECK(
        made.markup().find("aria-describedby=\"name-hint name-error\"") != std::string_view::npos
    );
    CHECK(made.markup().find("id=\"name-error\"") != std::string_view::npos);
}

TEST_CASE("progress bar: it says how much is done, and nothing to do is done") {
    const Html half = nhs::progress_bar(
        {.label = "Sending", .done = 1, .total = 2, .in_words = "1 of 2 sent", .id = "sending"}
    );
    const Html none = nhs::progress_bar({.label = "Sending"});

    CHECK(half.markup().find("value=\"1\" max=\"2\"") != std::string_view::npos);
    CHECK(half.markup().find("for=\"sending\"") != std::string_view::npos);
    CHECK(none.markup().find("value=\"1\" max=\"1\"") != std::string_view::npos);
    CHECK_THROWS_AS(nhs::progress_bar({.done = 2, .total = 1}), Bug);
}

}

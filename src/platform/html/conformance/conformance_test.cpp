// Compares our components with nhsuk-frontend's own fixtures: options and the markup expected for
// them. Method: read every fixture of a component, build it the way a page would, bring both to one
// normal form, compare. A fixture that needs an option which we do not have must stand in the table
// `left_out` below, with the reason; one that stands there without need is a fault too, so the
// table cannot grow stale.
#include "platform/html/conformance/builders.hpp"
#include "platform/html/conformance/left_out.hpp"
#include "platform/html/conformance/markup.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <doctest/doctest.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>
#include <map>
#include <string>

namespace cohort::conformance {
namespace {

namespace json = boost::json;

json::array fixtures_of(std::string_view component) {
    const std::string path = fmt::format("{}/{}/fixtures.json", COHORT_NHSUK_COMPONENTS, component);
    std::ifstream in(path);
    REQUIRE_MESSAGE(in.is_open(), path);
    const std::string text((std::istreambuf_iterator<char>(in)), {});
    return json::parse(text).at("fixtures").as_array();
}

std::string string_at(const json::object& object, std::string_view name) {
    const json::value* found = object.if_contains(name);
    return found != nullptr && found->is_string() ? std::string(found->get_string().c_str()) : "";
}

// Some fixtures share a name and differ by description.
std::string full_name(const json::object& fixture) {
    const std::string description = string_at(fixture, "description");
    const std::string name = string_at(fixture, "name");
    return description.empty() ? name : name + " / " + description;
}

// What differs, or empty.
std::string difference(const Builder& builder, const json::object& fixture) {
    std::vector<std::string> unread;
    const std::string expected = string_at(fixture, "html");
    const std::string block = string_at(fixture, "callBlock");
    html::Html made;
    {
        const Options options(fixture.at("context"), unread);
        made = builder.build({options, html::Html::embedded({"block", block}), expected});
    }
    if (!unread.empty()) {
        return fmt::format("no option for: {}", fmt::join(unread, ", "));
    }
    const std::vector<std::string> ours = normal_form(made.markup());
    const std::vector<std::string> theirs = normal_form(expected);
    const auto [our_end, their_end] = std::ranges::mismatch(ours, theirs);
    if (our_end == ours.end() && their_end == theirs.end()) {
        return {};
    }
    return fmt::format(
        "ours: {}\ntheirs: {}",
        our_end == ours.end() ? "(ends)" : *our_end,
        their_end == theirs.end() ? "(ends)" : *their_end
    );
}

bool is_left_out(std::string_view component, std::string_view fixture) {
    return std::ranges::any_of(left_out, [&](const LeftOut& entry) {
        return entry.component == component && entry.fixture == fixture;
    });
}

std::vector<Builder> all_builders() {
    std::vector<Builder> all;
    for (const auto& some : {content_builders(), form_builders(), structure_builders()}) {
        all.insert(all.end(), some.begin(), some.end());
    }
    return all;
}

}

TEST_CASE("conformance: every fixture of our components is matched or left out for a reason") {
    int compared = 0;
    int skipped = 0;
    for (const Builder& builder : all_builders()) {
        for (const json::value& value : fixtures_of(builder.component)) {
            const json::object& fixture = value.as_object();
            const std::string name = full_name(fixture);
            CAPTURE(builder.component);
            CAPTURE(name);
            const std::string what = difference(builder, fixture);
            if (is_left_out(builder.component, name)) {
                ++skipped;
                CHECK_MESSAGE(!what.empty(), "matches now: take it out of left_out");
                continue;
            }
            ++compared;
            CHECK_MESSAGE(what.empty(), what);
        }
    }
    MESSAGE(compared << " fixtures compared, " << skipped << " left out");
    CHECK(compared >= 9 * (compared + skipped) / 10);
    CHECK(skipped == static_cast<int>(std::size(left_out)));
}

TEST_CASE("conformance: the comparison sees a class, an attribute, a word and a tag that differ") {
    const auto form = normal_form("<p class=\"b a\" id=x>One  &amp; two</p>");

    CHECK(form == normal_form("<p id='x' class=\"a  b\">\n One &amp; two </p>"));
    CHECK(form != normal_form("<p class=\"a\" id=\"x\">One &amp; two</p>"));
    CHECK(form != normal_form("<p class=\"a b\">One &amp; two</p>"));
    CHECK(form != normal_form("<p class=\"a b\" id=\"x\">One &amp; three</p>"));
    CHECK(form != normal_form("<b class=\"a b\" id=\"x\">One &amp; two</b>"));
}

}

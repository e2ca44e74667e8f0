#pragma once
// Elements, called like functions; attributes and content in any order, text escaped:
//
//     div(classes("nhsuk-grid-row"),
//         h2("Lists"),
//         p(classes("nhsuk-body"), "You have ", strong(count), " lists."))
//
// Pages say `using namespace html;` in their source file. NHS components are in nhs.hpp.
#include "platform/html/attribute.hpp"
#include "platform/html/html.hpp"

#include <array>
#include <charconv>
#include <concepts>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace cohort::html {

// What an element may be given. Looks at its source, which outlives the call that it is made for.
class Part {
public:
    Part(const Attribute& attribute) : attributes_(&attribute, 1) {}

    Part(const Attributes& attributes) : attributes_(attributes.data(), attributes.size()) {}

    Part(const Html& html) : text_(html.markup()), is_markup_(true) {}

    Part(const char* text) : text_(text) {}

    Part(const std::string& text) : text_(text) {}

    Part(std::string_view text) : text_(text) {}

    template <std::integral Number>
        requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
    Part(Number number) {
        const auto end = std::to_chars(digits_.data(), digits_.data() + digits_.size(), number).ptr;
        digit_count_ = static_cast<std::size_t>(end - digits_.data());
    }

    std::span<const Attribute> attributes() const { return attributes_; }

    std::string_view text() const {
        return digit_count_ == 0 ? text_ : std::string_view(digits_.data(), digit_count_);
    }

    bool is_markup() const { return is_markup_; }

private:
    std::span<const Attribute> attributes_;
    std::string_view text_;
    bool is_markup_ = false;
    std::array<char, 21> digits_ = {}; // the longest 64-bit number and its sign
    std::size_t digit_count_ = 0;
};

// Elements that run, restyle or redirect a page are refused while compiling; the document shell
// alone writes its script and style sheet.
constexpr bool is_plain_element(std::string_view name) {
    return name != "script" && name != "style" && name != "iframe" && name != "object"
           && name != "embed" && name != "base" && name != "template";
}

class Element {
public:
    consteval explicit Element(const char* name) : name_(name) {
        if (!is_plain_element(name_)) {
            throw "this element is not written by pages";
        }
    }

    template <class... Parts>
    Html operator()(const Parts&... parts) const {
        return write(std::initializer_list<Part>{Part(parts)...});
    }

private:
    Html write(std::initializer_list<Part> parts) const;

    std::string_view name_;
};

// Has attributes only, and no end tag.
class VoidElement {
public:
    consteval explicit VoidElement(const char* name) : name_(name) {
        if (!is_plain_element(name_)) {
            throw "this element is not written by pages";
        }
    }

    template <class... Given>
    Html operator()(const Given&... attributes) const {
        return write(std::initializer_list<Part>{Part(attributes)...});
    }

private:
    Html write(std::initializer_list<Part> attributes) const;

    std::string_view name_;
};

inline constexpr Element a("a");
inline constexpr Element abbr("abbr");
inline constexpr Element article("article");
inline constexpr Element aside("aside");
inline constexpr Element body("body");
inline constexpr Element button("button");
inline constexpr Element caption("caption");
inline constexpr Element code("code");
inline constexpr Element dd("dd");
inline constexpr Element details("details");
inline constexpr Element div("div");
inline constexpr Element dl("dl");
inline constexpr Element dt("dt");
inline constexpr Element em("em");
inline constexpr Element fieldset("fieldset");
inline constexpr Element figcaption("figcaption");
inline constexpr Element figure("figure");
inline constexpr Element footer("footer");
inline constexpr Element form("form");
inline constexpr Element h1("h1");
inline constexpr Element h2("h2");
inline constexpr Element h3("h3");
inline constexpr Element h4("h4");
inline constexpr Element h5("h5");
inline constexpr Element h6("h6");
inline constexpr Element head("head");
inline constexpr Element header("header");
inline constexpr Element html_root("html");
inline constexpr Element label("label");
inline constexpr Element legend("legend");
inline constexpr Element li("li");
inline constexpr Element main("main");
inline constexpr Element nav("nav");
inline constexpr Element noscript("noscript");
inline constexpr Element ol("ol");
inline constexpr Element optgroup("optgroup");
inline constexpr Element option("option");
inline constexpr Element output("output");
inline constexpr Element p("p");
inline constexpr Element path("path");
inline constexpr Element pre("pre");
inline constexpr Element progress("progress");
inline constexpr Element search("search");
inline constexpr Element section("section");
inline constexpr Element select("select");
inline constexpr Element small("small");
inline constexpr Element span("span");
inline constexpr Element strong("strong");
inline constexpr Element summary("summary");
inline constexpr Element svg("svg");
inline constexpr Element table("table");
inline constexpr Element tbody("tbody");
inline constexpr Element td("td");
inline constexpr Element textarea("textarea");
inline constexpr Element tfoot("tfoot");
inline constexpr Element th("th");
inline constexpr Element thead("thead");
inline constexpr Element time("time");
inline constexpr Element title("title");
inline constexpr Element tr("tr");
inline constexpr Element ul("ul");

inline constexpr VoidElement br("br");
inline constexpr VoidElement hr("hr");
inline constexpr VoidElement img("img");
inline constexpr VoidElement input("input");
inline constexpr VoidElement link("link");
inline constexpr VoidElement meta("meta");

}

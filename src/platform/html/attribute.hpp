#pragma once
// Attributes of elements. The name is a template parameter, so that a name that would run script or
// take an address does not compile: attr<"onclick">(…) is an error, and addresses go through href,
// src, action and formaction, which take a Url. Values are escaped when the element is written.
#include "platform/html/url.hpp"

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cohort::html {

template <std::size_t N>
struct AttributeName {
    char letters[N];

    consteval AttributeName(const char (&literal)[N]) { std::copy_n(literal, N, letters); }

    constexpr std::string_view text() const { return {letters, N - 1}; }
};

// Names that hold script, style, markup or an address are refused; so is anything but a-z 0-9 - .
constexpr bool is_plain_attribute(std::string_view name) {
    for (const char c : name) {
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.')) {
            return name == "viewBox"; // SVG's only mixed-case name that we write
        }
    }
    constexpr std::string_view refused[] = {"action", "background", "cite",     "codebase",
                                            "data",   "formaction", "href",     "http-equiv",
                                            "icon",   "longdesc",   "manifest", "ping",
                                            "poster", "profile",    "src",      "srcdoc",
                                            "srcset", "style",      "usemap",   "xmlns"};
    return !name.empty() && !name.starts_with("on")
           && std::ranges::find(refused, name) == std::end(refused);
}

class Attribute;

// The bare name, or nothing: flag<"disabled">(view.closed).
template <AttributeName name>
Attribute flag(bool on = true);

class Attribute {
public:
    enum class Kind { absent, bare, valued };

    Kind kind() const { return kind_; }

    std::string_view name() const { return name_; }

    std::string_view value() const { return value_; }

private:
    template <AttributeName name>
    friend Attribute attr(std::string_view value);
    template <AttributeName name>
    friend Attribute flag(bool on);
    template <AttributeName name>
    friend Attribute attr_unless_empty(std::string_view value);
    friend Attribute href(const Url& url);
    friend Attribute src(const Url& url);
    friend Attribute action(const Url& url);
    friend Attribute formaction(const Url& url);
    friend Attribute svg_namespace();

    Attribute(Kind kind, std::string_view name, std::string_view value = {})
        : kind_(kind), name_(name), value_(value) {}

    Kind kind_;
    std::string_view name_; // of a literal, so it lives as long as the program
    std::string value_;
};

using Attributes = std::vector<Attribute>;

// name="value"
template <AttributeName name>
Attribute attr(std::string_view value) {
    static_assert(
        is_plain_attribute(name.text()), "this attribute is not written by name; see attribute.hpp"
    );
    return {Attribute::Kind::valued, name.text(), value};
}

// name="7"
template <AttributeName name, std::integral Number>
    requires(!std::same_as<Number, bool> && !std::same_as<Number, char>)
Attribute attr(Number number) {
    return attr<name>(std::string_view(std::to_string(number)));
}

template <AttributeName name>
Attribute flag(bool on) {
    static_assert(
        is_plain_attribute(name.text()), "this attribute is not written by name; see attribute.hpp"
    );
    return {on ? Attribute::Kind::bare : Attribute::Kind::absent, name.text()};
}

// name="value", or nothing when the value is empty.
template <AttributeName name>
Attribute attr_unless_empty(std::string_view value) {
    static_assert(
        is_plain_attribute(name.text()), "this attribute is not written by name; see attribute.hpp"
    );
    return {value.empty() ? Attribute::Kind::absent : Attribute::Kind::valued, name.text(), value};
}

// Left out when the url is empty.
Attribute href(const Url& url);
Attribute src(const Url& url);
Attribute action(const Url& url);
Attribute formaction(const Url& url);
// xmlns, whose only value here is SVG's.
Attribute svg_namespace();

// Left out when empty.
inline Attribute classes(std::string_view value) {
    return attr_unless_empty<"class">(value);
}

inline Attribute id(std::string_view value) {
    return attr_unless_empty<"id">(value);
}

}

#pragma once
// What several NHS components share. Components are written to nhsuk-frontend 10.6.1 and compared
// with its own fixtures in conformance_test.cpp. All are pure functions from an options struct to
// markup, any thread. A text option takes text, which is escaped, or markup made by elements.hpp.
// An empty option is left out.
#include "platform/html/attribute.hpp"
#include "platform/html/html.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::nhs {

using html::Attributes;
using html::Html;
using html::Url;

// 'normal' adds no size class.
enum class Size { normal, xxs, xs, s, m, l, xl, xxl };

// "s", "m"… and "" for normal.
std::string_view name_of(Size size);

// Colours for dark backgrounds.
enum class Tone { normal, reverse };

// A small line above (start) or below (end) a heading's text; before and after stand outside the
// heading.
enum class Placement { start, end, before, after };

struct Caption {
    Html text = {};
    Size size = Size::normal; // the heading's when normal
    std::optional<Placement> placement = {};
    std::string classes = {};
    std::string id = {};
};

// A word or phrase that only screen readers say.
Html visually_hidden(const Html& text);

// The value of a class attribute, put together: ClassList("nhsuk-tag").when(!border,
// "nhsuk-tag--no-border").
class ClassList {
public:
    explicit ClassList(std::string_view first) : text_(first) {}

    ClassList& add(std::string_view more);
    ClassList& when(bool condition, std::string_view more);

    const std::string& text() const { return text_; }

private:
    std::string text_;
};

// "first second", without the space when one is empty.
std::string joined(std::string_view first, std::string_view second);

}

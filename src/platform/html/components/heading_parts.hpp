#pragma once
// How headings are put together inside other components; pages use heading.hpp.
#include "platform/html/components/heading.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

// The class a component gives its heading and the beginning of the classes for its sizes.
struct HeadingClasses {
    std::string_view name;        // "nhsuk-card__heading"; may be empty
    std::string_view size_prefix; // "nhsuk-heading-": added before the size
    bool size_replaces_name = false;
};

Html heading_element(
    const html::Element& element, const Heading& options, const HeadingClasses& classes
);

// h1 to h6. Requires: 1 <= level <= 6.
const html::Element& heading_of_level(int level);

bool is_outside(const Caption& caption);

}

#pragma once
// A heading of a page or a part of it.
// https://service-manual.nhs.uk/design-system/styles/typography
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

struct Heading {
    Html text = {};
    Size size = Size::normal;
    std::optional<int> level = {}; // 1 to 6; each component has its own default
    Caption caption = {};
    Html visually_hidden = {};
    Url href = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

// <h1 class="nhsuk-heading-l">: level 1 when none is given.
Html heading(const Heading& options);

Html caption(const Caption& options, Size heading_size = Size::normal);

}

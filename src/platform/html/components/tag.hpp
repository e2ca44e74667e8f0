#pragma once
// The state of a thing, in a word. https://service-manual.nhs.uk/design-system/components/tag
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

enum class TagColour {
    normal,
    none,
    white,
    grey,
    green,
    aqua_green,
    blue,
    purple,
    pink,
    red,
    orange,
    yellow
};

struct Tag {
    Html text = {};
    TagColour colour = TagColour::normal;
    bool border = true;
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html tag(const Tag& options);

}

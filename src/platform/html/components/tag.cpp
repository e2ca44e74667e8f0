#include "platform/html/components/tag.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

std::string_view colour_class(TagColour colour) {
    switch (colour) {
    case TagColour::normal:
        return "";
    case TagColour::none:
        return "nhsuk-tag--no-colour";
    case TagColour::white:
        return "nhsuk-tag--white";
    case TagColour::grey:
        return "nhsuk-tag--grey";
    case TagColour::green:
        return "nhsuk-tag--green";
    case TagColour::aqua_green:
        return "nhsuk-tag--aqua-green";
    case TagColour::blue:
        return "nhsuk-tag--blue";
    case TagColour::purple:
        return "nhsuk-tag--purple";
    case TagColour::pink:
        return "nhsuk-tag--pink";
    case TagColour::red:
        return "nhsuk-tag--red";
    case TagColour::orange:
        return "nhsuk-tag--orange";
    case TagColour::yellow:
        return "nhsuk-tag--yellow";
    }
    return "";
}

}

Html tag(const Tag& options) {
    ClassList list("nhsuk-tag");
    list.add(colour_class(options.colour))
        .when(!options.border, "nhsuk-tag--no-border")
        .add(options.classes);
    return strong(classes(list.text()), id(options.id), options.attributes, options.text);
}

}

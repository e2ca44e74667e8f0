#include "platform/html/components/heading_parts.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

std::string heading_class(const Heading& options, const HeadingClasses& classes) {
    ClassList list(classes.name);
    if (options.size != Size::normal && !classes.size_prefix.empty()) {
        std::string sized(classes.size_prefix);
        sized += name_of(options.size);
        list = classes.size_replaces_name ? ClassList(sized) : list.add(sized);
    }
    return list.add(options.classes).text();
}

Html heading_text(const Heading& options) {
    if (options.href.empty()) {
        return options.text;
    }
    return a(classes("nhsuk-link"), href(options.href), options.text);
}

}

const Element& heading_of_level(int level) {
    static constexpr Element levels[] = {h1, h2, h3, h4, h5, h6};
    COHORT_ENSURE(level >= 1 && level <= 6, "there are six levels of heading");
    return levels[level - 1];
}

bool is_outside(const Caption& caption) {
    return caption.placement == Placement::before || caption.placement == Placement::after;
}

Html heading_element(
    const Element& element, const Heading& options, const HeadingClasses& class_names
) {
    if (options.text.empty()) {
        return {};
    }
    const Html small = caption(options.caption, options.size);
    const std::optional<Placement> place = options.caption.placement;
    Html whole;
    if (place == Placement::before) {
        whole += small;
    }
    whole += element(
        classes(heading_class(options, class_names)),
        id(options.id),
        options.attributes,
        place == Placement::start || !place ? small : Html(),
        heading_text(options),
        options.visually_hidden.empty() ? Html()
                                        : nhs::visually_hidden(" " + options.visually_hidden),
        place == Placement::end ? small : Html()
    );
    if (place == Placement::after) {
        whole += small;
    }
    return whole;
}

Html heading(const Heading& options) {
    return heading_element(
        heading_of_level(options.level.value_or(1)),
        options,
        {.name = "nhsuk-heading", .size_prefix = "nhsuk-heading-", .size_replaces_name = true}
    );
}

Html caption(const Caption& options, Size heading_size) {
    if (options.text.empty()) {
        return {};
    }
    const Size size = options.size == Size::normal ? heading_size : options.size;
    const bool is_sized =
        size == Size::m || size == Size::l || size == Size::xl || size == Size::xxl;
    ClassList list(is_sized ? "nhsuk-caption-" + std::string(name_of(size)) : "nhsuk-caption");
    list.when(
        options.placement == Placement::after || options.placement == Placement::end,
        "nhsuk-caption--bottom"
    );
    list.add(options.classes);
    return html::span(classes(list.text()), id(options.id), options.text);
}

}

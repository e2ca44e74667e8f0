#include "platform/html/components/button.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

std::string_view look_class(ButtonLook look) {
    switch (look) {
    case ButtonLook::primary:
        return "";
    case ButtonLook::secondary:
        return "nhsuk-button--secondary";
    case ButtonLook::secondary_solid:
        return "nhsuk-button--secondary-solid";
    case ButtonLook::reverse:
        return "nhsuk-button--reverse";
    case ButtonLook::warning:
        return "nhsuk-button--warning";
    case ButtonLook::brand:
        return "nhsuk-button--brand";
    case ButtonLook::login:
        return "nhsuk-button--login";
    }
    return "";
}

Html face(const Button& options) {
    if (!options.icon) {
        return options.text;
    }
    Html drawing = icon(*options.icon);
    if (options.text.empty()) {
        return drawing;
    }
    const Html words = html::span(classes("nhsuk-button__content"), options.text);
    return options.icon_place == IconPlace::start ? drawing + words : words + drawing;
}

}

Html button(const Button& options) {
    ClassList list("nhsuk-button");
    list.add(look_class(options.look))
        .when(options.icon.has_value(), "nhsuk-button--icon")
        .when(options.small, "nhsuk-button--small")
        .add(options.classes);
    Attributes common = {classes(list.text()), id(options.id), attr<"data-module">("nhsuk-button")};
    if (options.prevent_double_click) {
        common.push_back(
            attr<"data-prevent-double-click">(*options.prevent_double_click ? "true" : "false")
        );
    }
    if (!options.href.empty()) {
        return a(
            common,
            href(options.href),
            attr<"role">("button"),
            attr<"draggable">("false"),
            attr_unless_empty<"aria-label">(options.aria_label),
            options.attributes,
            face(options)
        );
    }
    return html::button(
        common,
        attr_unless_empty<"name">(options.name),
        attr<"type">(options.type),
        attr_unless_empty<"value">(options.value),
        flag<"disabled">(options.disabled),
        attr_unless_empty<"aria-label">(options.aria_label),
        attr_unless_empty<"aria-disabled">(options.disabled ? "true" : ""),
        options.attributes,
        face(options)
    );
}

}

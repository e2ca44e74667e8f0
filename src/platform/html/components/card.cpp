#include "platform/html/components/card_action.hpp"
#include "platform/html/components/heading_parts.hpp"
#include "platform/html/components/icon.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

bool is_care_card(const Card& options) {
    return (options.look == CardLook::non_urgent || options.look == CardLook::urgent
            || options.look == CardLook::emergency)
           && !options.heading.text.empty();
}

std::string_view look_class(const Card& options) {
    const bool care = is_care_card(options);
    switch (options.look) {
    case CardLook::normal:
        return "";
    case CardLook::feature:
        return "nhsuk-card--feature";
    case CardLook::primary:
        return "nhsuk-card--primary";
    case CardLook::secondary:
        return "nhsuk-card--secondary";
    case CardLook::warning:
        return "nhsuk-card--warning";
    case CardLook::non_urgent:
        return care ? "nhsuk-card--care nhsuk-card--care--non-urgent" : "";
    case CardLook::urgent:
        return care ? "nhsuk-card--care nhsuk-card--care--urgent" : "";
    case CardLook::emergency:
        return care ? "nhsuk-card--care nhsuk-card--care--emergency" : "";
    }
    return "";
}

Html care_prefix(const Card& options) {
    if (!options.heading.visually_hidden.empty()) {
        return options.heading.visually_hidden;
    }
    if (options.look == CardLook::emergency) {
        return "Immediate action required";
    }
    return options.look == CardLook::urgent ? "Urgent advice" : "Non-urgent advice";
}

Html card_heading(const Card& options) {
    if (options.heading.text.empty()) {
        return {};
    }
    Heading shown = options.heading;
    const bool care = is_care_card(options);
    const Html prefix = care ? care_prefix(options) : options.heading.visually_hidden;
    if (!options.href.empty() && options.look != CardLook::feature) {
        shown.text = a(classes("nhsuk-card__link"), href(options.href), shown.text);
    } else if (!prefix.empty()) {
        shown.text =
            html::span(attr<"role">("text"), nhs::visually_hidden(prefix + ": "), shown.text);
    }
    shown.visually_hidden = {};
    shown.href = {};
    Html whole = heading_element(
        heading_of_level(shown.level.value_or(2)),
        shown,
        {.name = "nhsuk-card__heading", .size_prefix = "nhsuk-heading-"}
    );
    if (care) {
        whole += html::span(classes("nhsuk-card--care__arrow"), attr<"aria-hidden">("true"));
    }
    return whole;
}

Html actions(const Card& options) {
    const Html& title = options.heading.text;
    if (options.actions.empty()) {
        return {};
    }
    if (options.actions.size() == 1) {
        return div(classes("nhsuk-card__actions"), card_action(options.actions.front(), title));
    }
    return ul(classes("nhsuk-card__actions"), each(options.actions, [&](const CardAction& action) {
                  return li(classes("nhsuk-card__action"), card_action(action, title));
              }));
}

Html description(const Card& options) {
    if (!options.content.empty() || options.description.empty()) {
        return options.content;
    }
    return p(classes("nhsuk-card__description"), options.description);
}

}

Html card_action(const CardAction& action, const Html& card_heading) {
    Html hidden;
    if (!action.visually_hidden.empty()) {
        hidden += " " + action.visually_hidden;
    }
    if (!card_heading.empty()) {
        hidden += " (" + card_heading + ")";
    }
    const Html text = action.text + (hidden.empty() ? Html() : nhs::visually_hidden(hidden));
    const Attribute class_names = classes(joined("nhsuk-link", action.classes));
    if (!action.href.empty() && action.type.empty()) {
        return a(class_names, id(action.id), href(action.href), action.attributes, text);
    }
    return html::button(
        class_names,
        id(action.id),
        attr_unless_empty<"name">(action.name),
        attr<"type">(action.type.empty() ? "submit" : action.type),
        attr_unless_empty<"value">(action.value),
        action.attributes,
        text
    );
}

Html card(const Card& options) {
    ClassList list("nhsuk-card");
    list.when(options.clickable, "nhsuk-card--clickable")
        .add(look_class(options))
        .add(options.classes);
    const bool heading_apart = is_care_card(options) || !options.actions.empty();
    return div(
        classes(list.text()),
        id(options.id),
        options.attributes,
        options.image.src.empty()
            ? Html()
            : img(classes("nhsuk-card__img"), src(options.image.src), attr<"alt">(options.image.alt)
              ),
        heading_apart
            ? div(classes("nhsuk-card__heading-container"), card_heading(options), actions(options))
            : Html(),
        div(classes("nhsuk-card__content"),
            heading_apart ? Html() : card_heading(options),
            description(options),
            options.look == CardLook::primary ? icon(Icon::chevron_right_circle) : Html())
    );
}

}

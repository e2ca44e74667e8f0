#include "platform/html/components/messages.hpp"

#include "platform/html/components/heading_parts.hpp"
#include "platform/html/components/icon.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

Attribute auto_focus(const std::optional<bool>& disabled) {
    return attr_unless_empty<"data-disable-auto-focus">(
        !disabled   ? ""
        : *disabled ? "true"
                    : "false"
    );
}

Html error_item(const ErrorItem& item) {
    if (item.href.empty()) {
        return li(item.text);
    }
    return li(a(href(item.href), item.attributes, item.text));
}

Html banner_content(const NotificationBanner& options) {
    if (!options.content.empty()) {
        return options.content;
    }
    if (options.text.empty()) {
        return {};
    }
    const bool is_alone = options.heading.text.empty();
    return p(classes(is_alone ? "nhsuk-notification-banner__heading" : "nhsuk-body"), options.text);
}

}

Html error_summary(const ErrorSummary& options) {
    const Html description = options.description.empty() ? Html() : p(options.description);
    const Html list = options.items.empty() ? Html()
                                            : ul(classes("nhsuk-list nhsuk-error-summary__list"),
                                                 each(options.items, error_item));
    return div(
        classes(joined("nhsuk-error-summary", options.classes)),
        id(options.id),
        attr<"data-module">("nhsuk-error-summary"),
        auto_focus(options.disable_auto_focus),
        options.attributes,
        // The role is on a child, or a screen reader that is sent here would say only half of it.
        div(attr<"role">("alert"),
            h2(classes("nhsuk-error-summary__heading"), options.heading),
            div(classes("nhsuk-error-summary__body"), description, list))
    );
}

Html notification_banner(const NotificationBanner& options) {
    const bool success = options.look == BannerLook::success;
    Heading title = options.title;
    if (title.text.empty()) {
        title.text = success ? "Success" : "Important";
    }
    if (title.id.empty()) {
        title.id = "nhsuk-notification-banner-title";
    }
    ClassList list("nhsuk-notification-banner");
    list.add(options.classes).when(success, "nhsuk-notification-banner--success");
    const std::string_view role = success ? "alert" : "region";
    return div(
        classes(list.text()),
        id(options.id),
        attr<"data-module">("nhsuk-notification-banner"),
        auto_focus(options.disable_auto_focus),
        attr<"role">(options.role.empty() ? role : options.role),
        attr<"aria-labelledby">(title.id),
        options.attributes,
        div(classes("nhsuk-notification-banner__header"),
            heading_element(
                heading_of_level(title.level.value_or(2)),
                title,
                {.name = "nhsuk-notification-banner__title", .size_prefix = ""}
            )),
        div(classes("nhsuk-notification-banner__content"),
            heading_element(
                heading_of_level(options.heading.level.value_or(3)),
                options.heading,
                {.name = "nhsuk-notification-banner__heading", .size_prefix = ""}
            ),
            banner_content(options))
    );
}

Html inset_text(const InsetText& options) {
    return div(
        classes(joined("nhsuk-inset-text", options.classes)),
        id(options.id),
        options.attributes,
        nhs::visually_hidden(options.visually_hidden + ": "),
        options.content.empty() ? p(options.text) : options.content
    );
}

Html warning_callout(const WarningCallout& options) {
    Card around{
        .heading = options.heading,
        .content = options.content,
        .description = options.text,
        .look = CardLook::warning,
        .id = options.id,
        .classes = options.classes,
        .attributes = options.attributes,
    };
    around.heading.level = options.heading.level.value_or(3);
    const std::string_view words = options.heading.text.markup();
    const bool says_so = words.find("mportant") != std::string_view::npos;
    if (says_so) {
        around.heading.visually_hidden = {};
    } else if (around.heading.visually_hidden.empty()) {
        around.heading.visually_hidden = "Important";
    }
    return card(around);
}

Html panel(const Panel& options) {
    ClassList list("nhsuk-panel");
    list.when(options.look == PanelLook::interruption, "nhsuk-panel--interruption")
        .add(options.classes);
    const Size size = options.heading.size;
    const bool is_panel_size = size == Size::m || size == Size::l || size == Size::xl;
    return div(
        classes(list.text()),
        id(options.id),
        options.attributes,
        heading_element(
            heading_of_level(options.heading.level.value_or(1)),
            options.heading,
            {.name = "nhsuk-panel__heading",
             .size_prefix = is_panel_size ? "nhsuk-panel__heading--" : ""}
        ),
        options.content.empty() ? Html() : div(classes("nhsuk-panel__body"), options.content)
    );
}

Html details(const Details& options) {
    ClassList list("nhsuk-details");
    list.when(options.tone == Tone::reverse, "nhsuk-details--reverse").add(options.classes);
    return html::details(
        classes(list.text()),
        id(options.id),
        options.attributes,
        flag<"open">(options.open),
        summary(
            classes("nhsuk-details__summary"),
            html::span(classes("nhsuk-details__summary-text"), options.summary)
        ),
        div(classes("nhsuk-details__text"), options.content)
    );
}

Html do_dont_list(const DoDontList& options) {
    const bool is_do = options.kind == DoOrDont::do_this;
    const std::string prefix = options.prefix.value_or(is_do ? "" : "do not");
    const Html start =
        icon(is_do ? Icon::tick : Icon::cross) + (prefix.empty() ? "" : prefix + " ");
    Card around{
        .heading = options.heading,
        .content =
            ul(classes(is_do ? "nhsuk-list nhsuk-list--tick" : "nhsuk-list nhsuk-list--cross"),
               attr<"role">("list"),
               each(options.items, [&](const Html& item) { return li(start, item); })),
        .look = CardLook::feature,
        .id = options.id,
        .classes = options.classes,
        .attributes = options.attributes,
    };
    around.heading.level = options.heading.level.value_or(3);
    return card(around);
}

}

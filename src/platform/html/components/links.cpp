#include "platform/html/components/links.hpp"

#include "platform/html/components/icon.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

struct LinkOrButton {
    const Url& url;
    const std::string& type;
    const Attributes& attributes;
};

// A link, or a button of the form around it when there is no address.
Html link_or_button(
    const std::string& class_names,
    const std::string& link_id,
    const LinkOrButton& link,
    const Html& content
) {
    if (!link.url.empty() && link.type.empty()) {
        return a(classes(class_names), id(link_id), href(link.url), link.attributes, content);
    }
    return html::button(
        classes(class_names),
        id(link_id),
        attr<"type">(link.type.empty() ? "submit" : link.type),
        link.attributes,
        content
    );
}

Html crumb(const Crumb& item) {
    return li(
        classes("nhsuk-breadcrumb__list-item"),
        a(classes("nhsuk-breadcrumb__link"), href(item.href), item.attributes, item.text)
    );
}

BackLink shown_on_narrow_screens(const Breadcrumb& options) {
    if (options.items.empty()) {
        return options.back_link.value_or(BackLink{});
    }
    const Crumb& last = options.items.back();
    BackLink back = options.back_link.value_or(
        BackLink{.text = last.text, .tone = options.tone, .attributes = last.attributes}
    );
    if (back.visually_hidden.empty()) {
        back.visually_hidden = "Back to";
    }
    if (back.href.empty()) {
        back.href = last.href;
    }
    return back;
}

}

Html action_link(const ActionLink& options) {
    ClassList list("nhsuk-action-link");
    list.when(options.tone == Tone::reverse, "nhsuk-action-link--reverse").add(options.classes);
    return link_or_button(
        list.text(),
        options.id,
        {options.href, options.type, options.attributes},
        icon(Icon::arrow_right_circle)
            + html::span(classes("nhsuk-action-link__text"), options.text)
    );
}

Html back_link(const BackLink& options) {
    ClassList list("nhsuk-back-link");
    list.when(options.tone == Tone::reverse, "nhsuk-back-link--reverse").add(options.classes);
    const Html hidden = options.visually_hidden.empty()
                            ? Html()
                            : nhs::visually_hidden(options.visually_hidden + " ");
    return link_or_button(
        list.text(),
        options.id,
        {options.href, options.type, options.attributes},
        hidden + options.text
    );
}

Html breadcrumb(const Breadcrumb& options) {
    ClassList list("nhsuk-breadcrumb");
    list.when(options.tone == Tone::reverse, "nhsuk-breadcrumb--reverse").add(options.classes);
    return nav(
        classes(list.text()),
        id(options.id),
        attr<"aria-label">(options.aria_label),
        options.attributes,
        ol(classes("nhsuk-breadcrumb__list"), each(options.items, crumb)),
        back_link(shown_on_narrow_screens(options))
    );
}

Html skip_link(const SkipLink& options) {
    return a(
        classes(joined("nhsuk-skip-link", options.classes)),
        id(options.id),
        attr<"data-module">("nhsuk-skip-link"),
        href(options.href),
        options.attributes,
        options.text
    );
}

}

#include "platform/html/components/header.hpp"

#include "platform/html/components/icon.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

// One link for logo and service name when both go to one place, or two links would say the same.
bool is_one_link(const Header& options) {
    return !options.service_name.empty() && !options.service_href.empty()
           && (options.logo.href.empty() || options.logo.href.text() == options.service_href.text()
           );
}

Html organisation(const Header& options) {
    if (options.organisation_name.empty()) {
        return {};
    }
    Html name = options.organisation_name;
    if (!options.organisation_split.empty()) {
        name +=
            " "
            + span(classes("nhsuk-header__organisation-name-split"), options.organisation_split);
    }
    return span(classes("nhsuk-header__organisation-name"), name)
           + (options.organisation_descriptor.empty()
                  ? Html()
                  : span(
                        classes("nhsuk-header__organisation-name-descriptor"),
                        options.organisation_descriptor
                    ));
}

Html service_name(const Header& options, const Url& to) {
    if (options.service_name.empty()) {
        return {};
    }
    const Attribute look = classes("nhsuk-header__service-name");
    return to.empty() ? span(look, options.service_name) : a(look, href(to), options.service_name);
}

std::string logo_label(const Header& options) {
    if (!options.logo.aria_label.empty()) {
        return options.logo.aria_label;
    }
    std::string words = joined(options.logo.alt, options.organisation_name);
    words = joined(words, options.organisation_split);
    words = joined(words, is_one_link(options) ? options.service_name : "");
    return joined(words, "homepage");
}

// Our own form of it, without a logo: product, then practice, one link whose words are its name.
Html service_without_logo(const Header& options) {
    const Html name = span(classes("nhsuk-header__service-name"), options.service_name)
                      + (options.organisation_name.empty() ? "" : " ") + organisation(options);
    return div(
        classes("nhsuk-header__service"),
        options.service_href.empty()
            ? name
            : a(classes("nhsuk-header__service-logo"), href(options.service_href), name)
    );
}

Html service(const Header& options) {
    if (options.logo.drawing.empty()) {
        return service_without_logo(options);
    }
    const Html logo = options.logo.drawing + organisation(options);
    const bool one_link = is_one_link(options);
    const Url& to = one_link ? options.service_href : options.logo.href;
    const Html inside = one_link ? logo + service_name(options, {}) : logo;
    const Html linked = to.empty() ? inside
                                   : a(classes("nhsuk-header__service-logo"),
                                       href(to),
                                       attr<"aria-label">(logo_label(options)),
                                       inside);
    return div(
        classes("nhsuk-header__service"),
        linked,
        one_link ? Html() : service_name(options, options.service_href)
    );
}

Html account_item(const AccountItem& item) {
    const Html text = (item.icon ? icon(Icon::user) : Html()) + item.text;
    const Attribute look = classes(joined("nhsuk-header__account-item", item.classes));
    if (!item.href.empty()) {
        return li(look, a(classes("nhsuk-header__account-link"), href(item.href), text));
    }
    if (item.action.empty()) {
        return li(look, text);
    }
    return li(
        look,
        form(
            classes("nhsuk-header__account-form"),
            action(item.action),
            attr<"method">("post"),
            flag<"novalidate">(),
            item.form_fields,
            html::button(classes("nhsuk-header__account-button"), text)
        )
    );
}

Html account(const Header& options) {
    return nav(
        classes("nhsuk-header__account"),
        attr<"aria-label">(options.account_aria_label),
        ul(classes("nhsuk-header__account-list"), each(options.account, account_item))
    );
}

Html menu_item(const MenuItem& item) {
    const bool here = item.current || item.active;
    ClassList list("nhsuk-header__navigation-item");
    list.when(here, "nhsuk-header__navigation-item--current").add(item.classes);
    // Strong, so that a reader's own colours still show where they are.
    const Html text =
        here ? strong(classes("nhsuk-header__navigation-item-current-fallback"), item.text)
             : item.text;
    const Attribute current = attr_unless_empty<"aria-current">(
        !here          ? ""
        : item.current ? "page"
                       : "true"
    );
    const Html inside =
        item.href.empty()
            ? span(classes("nhsuk-header__navigation-text"), current, text)
            : a(classes("nhsuk-header__navigation-link"), href(item.href), current, text);
    return li(classes(list.text()), item.attributes, inside);
}

Html menu(const Header& options) {
    ClassList list("nhsuk-header__navigation");
    list.when(options.menu_colour == HeaderColour::white, "nhsuk-header__navigation--white")
        .add(options.menu_classes);
    return nav(
        classes(list.text()),
        attr<"aria-label">(options.menu_aria_label),
        div(classes(joined(
                "nhsuk-header__navigation-container nhsuk-width-container",
                options.container_classes
            )),
            ul(classes("nhsuk-header__navigation-list"),
               each(options.menu, menu_item),
               // The script shows it when the items do not fit.
               li(classes("nhsuk-header__menu"),
                  flag<"hidden">(),
                  html::button(
                      classes("nhsuk-header__menu-toggle nhsuk-header__navigation-link"),
                      id("toggle-menu"),
                      attr<"aria-expanded">("false"),
                      nhs::visually_hidden("Browse "),
                      "More"
                  ))))
    );
}

}

Html header(const Header& options) {
    ClassList list("nhsuk-header");
    list.when(options.colour == HeaderColour::white, "nhsuk-header--white")
        .when(options.in_line, "nhsuk-header--inline")
        .when(!options.organisation_name.empty(), "nhsuk-header--organisation")
        .add(options.classes);
    return html::header(
        classes(list.text()),
        id(options.id),
        attr<"data-module">("nhsuk-header"),
        attr<"role">("banner"),
        options.attributes,
        div(classes(
                joined("nhsuk-header__container nhsuk-width-container", options.container_classes)
            ),
            service(options),
            options.search.empty() ? Html()
                                   : html::search(classes("nhsuk-header__search"), options.search),
            options.account.empty() ? Html() : account(options)),
        options.menu.empty() ? Html() : menu(options)
    );
}

}

#include "platform/html/components/pagination.hpp"

#include "platform/html/components/icon.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

enum class Way { previous, next };

Html title_of(Way way, const PageLink& link) {
    const Html usual =
        Html(way == Way::previous ? "Previous" : "Next") + nhs::visually_hidden(" page");
    return span(classes("nhsuk-pagination__title"), link.text.empty() ? usual : link.text);
}

Html arrow(Way way) {
    return icon(way == Way::previous ? Icon::arrow_left : Icon::arrow_right);
}

std::string_view relation(Way way) {
    return way == Way::previous ? "prev" : "next";
}

// Beside a row of numbers.
Html beside(Way way, const PageLink& link) {
    if (link.href.empty()) {
        return {};
    }
    const bool back = way == Way::previous;
    return a(
        href(link.href),
        classes(back ? "nhsuk-pagination__previous" : "nhsuk-pagination__next"),
        attr<"rel">(relation(way)),
        back ? arrow(way) + title_of(way, link) : title_of(way, link) + arrow(way)
    );
}

// Alone, with the name of what is there.
Html alone(Way way, const PageLink& link) {
    if (link.href.empty()) {
        return {};
    }
    const std::string suffix(relation(way));
    const Html label = link.label.empty() ? Html()
                                          : nhs::visually_hidden(":"
                                            ) + span(classes("nhsuk-pagination__page"), link.label);
    return li(
        classes(
            way == Way::previous ? "nhsuk-pagination-item--previous" : "nhsuk-pagination-item--next"
        ),
        a(classes("nhsuk-pagination__link nhsuk-pagination__link--" + suffix),
          href(link.href),
          attr<"rel">(suffix),
          link.attributes,
          title_of(way, link),
          label,
          arrow(way))
    );
}

Html number(const PageNumber& page) {
    if (page.ellipsis) {
        return li(
            classes("nhsuk-pagination__item nhsuk-pagination__item--ellipsis"),
            "\u22EF" // three dots at mid height
        );
    }
    ClassList list("nhsuk-pagination__item");
    list.when(page.current, "nhsuk-pagination__item--current");
    return li(
        classes(list.text()),
        a(classes("nhsuk-pagination__link"),
          href(page.href),
          attr<"aria-label">(page.aria_label.empty() ? "Page " + page.number : page.aria_label),
          attr_unless_empty<"aria-current">(page.current ? "page" : ""),
          page.attributes,
          page.number)
    );
}

Html links(const Pagination& options) {
    if (options.items.empty()) {
        return ul(
            classes("nhsuk-list nhsuk-pagination__list"),
            alone(Way::previous, options.previous),
            alone(Way::next, options.next)
        );
    }
    return beside(Way::previous, options.previous)
           + ul(classes("nhsuk-pagination__list"), each(options.items, number))
           + beside(Way::next, options.next);
}

}

Html pagination(const Pagination& options) {
    ClassList list("nhsuk-pagination");
    list.when(!options.items.empty(), "nhsuk-pagination--numbered").add(options.classes);
    return nav(
        classes(list.text()),
        id(options.id),
        attr<"role">("navigation"),
        attr<"aria-label">(options.aria_label),
        options.attributes,
        links(options)
    );
}

}

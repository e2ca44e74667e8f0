#include "platform/html/components/header.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>
#include <cstddef>
#include <span>

namespace cohort::nhs {

using namespace html;

namespace {

Html links(const std::vector<FooterLink>& items) {
    return ul(classes("nhsuk-footer__list"), each(items, [](const FooterLink& item) {
                  return li(
                      classes("nhsuk-footer__list-item"),
                      a(classes("nhsuk-footer__list-item-link"),
                        href(item.href),
                        item.attributes,
                        item.text)
                  );
              }));
}

std::string_view column_width(int columns) {
    switch (columns) {
    case 1:
        return "full";
    case 2:
        return "one-half";
    case 3:
        return "one-third";
    default:
        return "one-quarter";
    }
}

Html column(const FooterColumn& options, std::string_view usual_width) {
    const std::string_view width = options.width.empty() ? usual_width : options.width;
    return div(
        classes("nhsuk-grid-column-" + std::string(width)),
        options.heading.empty()
            ? Html()
            : h2(classes("nhsuk-footer__heading nhsuk-heading-s"), options.heading),
        options.content,
        options.items.empty() ? Html() : links(options.items)
    );
}

Html rows(const Footer& options) {
    const int in_row =
        options.columns_per_row >= 1 && options.columns_per_row <= 3 ? options.columns_per_row : 4;
    const std::string_view width = column_width(in_row);
    Html all;
    std::span<const FooterColumn> rest = options.columns;
    while (!rest.empty()) {
        const auto row = rest.first(std::min(rest.size(), static_cast<std::size_t>(in_row)));
        rest = rest.subspan(row.size());
        all +=
            div(classes("nhsuk-footer__navigation nhsuk-grid-row"),
                each(row, [&](const FooterColumn& one) { return column(one, width); }));
    }
    return all;
}

}

Html footer(const Footer& options) {
    return html::footer(
        classes(joined("nhsuk-footer", options.classes)),
        id(options.id),
        attr<"role">("contentinfo"),
        options.attributes,
        div(classes("nhsuk-width-container"),
            rows(options),
            div(classes("nhsuk-footer__meta"),
                options.links.empty() ? Html()
                                      : h2(classes("nhsuk-u-visually-hidden"), options.links_title)
                                            + links(options.links),
                options.meta,
                options.copyright.empty() ? Html() : p(classes("nhsuk-body-s"), options.copyright)))
    );
}

}

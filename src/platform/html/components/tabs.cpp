#include "platform/html/components/tabs.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

Html tabs(const Tabs& options) {
    const std::string& prefix = options.id_prefix.empty() ? options.id : options.id_prefix;
    Html list;
    Html panels;
    int number = 0;
    for (const Tab& tab : options.items) {
        ++number;
        const std::string panel_id =
            tab.id.empty() ? prefix + "-" + std::to_string(number) : tab.id;
        ClassList item_classes("nhsuk-tabs__list-item");
        item_classes.when(number == 1, "nhsuk-tabs__list-item--selected");
        list += li(
            classes(item_classes.text()),
            a(classes("nhsuk-tabs__tab"), href(Url::to_id(panel_id)), tab.link_attributes, tab.label
            )
        );
        ClassList panel_classes("nhsuk-tabs__panel");
        panel_classes.when(number > 1, "nhsuk-tabs__panel--hidden");
        panels +=
            div(classes(panel_classes.text()), id(panel_id), tab.panel_attributes, tab.content);
    }
    return div(
        classes(joined("nhsuk-tabs", options.classes)),
        id(options.id),
        attr<"data-module">("nhsuk-tabs"),
        options.attributes,
        h2(classes("nhsuk-tabs__heading"), options.title),
        ul(classes("nhsuk-tabs__list"), list),
        panels
    );
}

}

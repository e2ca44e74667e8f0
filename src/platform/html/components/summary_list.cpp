#include "platform/html/components/summary_list.hpp"

#include "platform/html/components/card_action.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>

namespace cohort::nhs {

using namespace html;

namespace {

Html actions(const SummaryRow& row, const Html& card_heading) {
    if (row.actions.empty()) {
        return {};
    }
    const Attribute look = classes(joined("nhsuk-summary-list__actions", row.actions_classes));
    if (row.actions.size() == 1) {
        return dd(look, card_action(row.actions.front(), card_heading));
    }
    return dd(
        look,
        ul(classes("nhsuk-summary-list__actions-list"),
           each(
               row.actions,
               [&](const SummaryAction& action) {
                   return li(
                       classes("nhsuk-summary-list__actions-list-item"),
                       card_action(action, card_heading)
                   );
               }
           ))
    );
}

struct RowPlace {
    bool any_actions;
    bool is_last_without_border;
};

Html row_of(const SummaryRow& row, RowPlace place, const Html& card_heading) {
    ClassList list("nhsuk-summary-list__row");
    list.when(place.any_actions && row.actions.empty(), "nhsuk-summary-list__row--no-actions")
        .when(
            row.border == false && !place.is_last_without_border,
            "nhsuk-summary-list__row--no-border"
        )
        .add(row.classes);
    return div(
        classes(list.text()),
        dt(classes(joined("nhsuk-summary-list__key", row.key_classes)), row.key),
        dd(classes(joined("nhsuk-summary-list__value", row.value_classes)), row.value),
        actions(row, card_heading)
    );
}

Html rows(const SummaryList& options) {
    const bool any_actions = std::ranges::any_of(options.rows, [](const SummaryRow& row) {
        return !row.actions.empty();
    });
    const Html heading = options.card ? options.card->heading.text : Html();
    Html all;
    for (const SummaryRow& row : options.rows) {
        const bool is_last = &row == &options.rows.back();
        all += row_of(row, {any_actions, is_last && options.borders == Borders::not_last}, heading);
    }
    return all;
}

}

Html summary_list(const SummaryList& options) {
    ClassList list("nhsuk-summary-list");
    list.when(options.borders == Borders::none, "nhsuk-summary-list--no-border")
        .when(options.borders == Borders::not_last, "nhsuk-summary-list--no-last-row-border")
        .add(options.classes);
    Html inner = dl(classes(list.text()), id(options.id), options.attributes, rows(options));
    if (!options.card) {
        return inner;
    }
    Card around = *options.card;
    around.content = std::move(inner);
    return card(around);
}

}

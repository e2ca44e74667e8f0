#include "edge/staff_web/progress.hpp"

#include "edge/staff_web/pages/control.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {
namespace {

using namespace html;
using domain::ShownState;

Html count_of(const send::Overview& overview, ShownState state, bool also_when_none) {
    const std::int64_t number = overview.counts.of(state);
    return when(number > 0 || also_when_none, [&] {
        return li(
            classes("cohort-counts__item"),
            span(classes("cohort-counts__number"), with_commas(number)),
            " ",
            domain::words(state)
        );
    });
}

Html bar_of(const send::Overview& overview) {
    const std::int64_t waiting =
        overview.counts.of(ShownState::waiting) + overview.counts.of(ShownState::sending);
    if (overview.state != domain::BulkState::sending || overview.patients == 0) {
        return {};
    }
    const std::int64_t handled = overview.patients - waiting;
    return nhs::progress_bar(
        {.label = "Sending",
         .done = handled,
         .total = overview.patients,
         .in_words = with_commas(handled) + " of " + with_commas(overview.patients) + " done",
         .id = "progress-" + overview.id.text(),
         .label_classes = "nhsuk-u-visually-hidden"}
    );
}

}

LivePart status_of(const send::Overview& overview) {
    const Html counts =
        ul(classes("cohort-counts"),
           count_of(overview, ShownState::waiting, true),
           count_of(overview, ShownState::sending, false),
           count_of(overview, ShownState::sent, false),
           count_of(overview, ShownState::delivered, true),
           count_of(overview, ShownState::failed, true),
           count_of(overview, ShownState::not_confirmed, false),
           count_of(overview, ShownState::left_out, false),
           count_of(overview, ShownState::stopped, false));
    const std::string hold = hold_in_short(overview);
    return {
        "status-" + overview.id.text(),
        tag_of(overview.state)
            + when(!hold.empty(), [&] { return p(classes("cohort-hold"), hold); })
            + bar_of(overview) + counts
    };
}

Pace pace_of(const send::Overview& overview) {
    if (overview.state == domain::BulkState::sending && !overview.hold) {
        return Pace::busy;
    }
    const bool awaited =
        overview.counts.open() > 0 || overview.counts[domain::MessageState::accepted] > 0;
    return awaited ? Pace::quiet : Pace::final;
}

}

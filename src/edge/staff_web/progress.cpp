#include "edge/staff_web/progress.hpp"

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
         .in_words = with_commas(handled) + " of " + with_commas(overview.patients),
         .id = "progress-" + overview.id.text()}
    );
}

}

Html live_status_inside(const send::Overview& overview) {
    return tag_of(overview.state) + bar_of(overview)
           + ul(
               classes("cohort-counts"),
               count_of(overview, ShownState::waiting, true),
               count_of(overview, ShownState::sending, false),
               count_of(overview, ShownState::sent, false),
               count_of(overview, ShownState::delivered, true),
               count_of(overview, ShownState::failed, true),
               count_of(overview, ShownState::not_confirmed, false),
               count_of(overview, ShownState::left_out, false),
               count_of(overview, ShownState::stopped, false)
           );
}

Html live_status(const send::Overview& overview) {
    return div(id("status-" + overview.id.text()), live_status_inside(overview));
}

html::Html reload_link(html::Url page) {
    return noscript(p(html::a(href(std::move(page)), "Show how it stands now")));
}

std::string events_of(const std::vector<send::Overview>& page) {
    std::string query;
    for (const send::Overview& overview : page) {
        query += (query.empty() ? "id=" : "&id=") + overview.id.text();
    }
    return query;
}

}

#include "edge/staff_web/pages/lists.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

Html run_of(const lists::Summary& list, TimePoint now) {
    if (!list.report_run_at) {
        return "The file does not say";
    }
    return Html(say_run(*list.report_run_at, now)) + when(lists::is_old(list, now), [] {
               return br() + nhs::tag({.text = "Old", .colour = nhs::TagColour::yellow});
           });
}

nhs::TableRow row_of(const lists::Summary& list, TimePoint now) {
    return {
        {.text = a(href(list_address(list.id)), list.name), .classes = "cohort-break"},
        {.text = with_commas(list.accepted), .format = nhs::CellFormat::numeric},
        {.text = run_of(list, now), .is_block = true},
        {.text = list.confirmed_at ? domain::say_moment_short(*list.confirmed_at) : ""},
        {.text = list.uploaded_by},
    };
}

// A review that somebody began is found again here.
Html unfinished_of(const ListsView& view) {
    if (view.unfinished.empty()) {
        return {};
    }
    return h2(classes("nhsuk-heading-m"), "Not finished")
           + ul(
               classes("nhsuk-list nhsuk-list--bullet"),
               each(
                   view.unfinished,
                   [&view](const lists::Summary& list) {
                       return li(
                           a(href(list_address(list.id)), list.name),
                           ": ",
                           patients(list.accepted),
                           ", ",
                           rows(list.refused),
                           " refused, uploaded by ",
                           list.uploaded_by,
                           " on ",
                           domain::say_moment(list.uploaded_at),
                           ". It is removed after ",
                           domain::say_moment(list.changed_at + view.unfinished_kept),
                           " unless somebody goes on with it."
                       );
                   }
               )
           )
           + h2(classes("nhsuk-heading-m"), "Used for bulk messages");
}

Html rows_of(const ListsView& view) {
    if (view.rows.empty()) {
        return nhs::inset_text(
            {.text =
                 "There are no patient lists yet. A list is kept here when it is used for a bulk "
                 "message: choose Bulk Messages, then Create new Bulk Message."}
        );
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.rows.size());
    for (const lists::Summary& list : view.rows) {
        rows.push_back(row_of(list, view.now));
    }
    nhs::Pagination pages{.aria_label = "Patient lists"};
    if (!view.newest.empty()) {
        pages.previous = {.href = view.newest, .text = "Newest"};
    }
    if (!view.older.empty()) {
        pages.next = {.href = view.older, .text = "Older"};
    }
    const bool paged = !view.newest.empty() || !view.older.empty();
    return nhs::table(
               {.caption =
                    {.text = "Patient lists, the newest first", .classes = "nhsuk-u-visually-hidden"
                    },
                .head =
                    {{.text = "Name"},
                     {.text = "Patients", .format = nhs::CellFormat::numeric},
                     {.text = "Report run on"},
                     {.text = "First used"},
                     {.text = "Uploaded by"}},
                .rows = std::move(rows),
                .responsive = true}
           )
           + when(paged, [&] { return nhs::pagination(pages); });
}

}

Page lists_page(const ListsView& view) {
    const Html content =
        when(
            !view.deleted.empty(),
            [&] {
                return nhs::notification_banner(
                    {.text = "The list " + view.deleted + " is deleted.",
                     .look = nhs::BannerLook::success}
                );
            }
        )
        + h1(classes("nhsuk-heading-xl"), "Patient lists")
        + p("Every list that was used for a bulk message. You can look at one, use it again, or "
            "delete it.")
        + unfinished_of(view) + rows_of(view);
    return {.title = "Patient lists", .content = content};
}

}

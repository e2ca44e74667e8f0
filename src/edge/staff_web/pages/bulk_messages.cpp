#include "edge/staff_web/pages/bulk_messages.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

nhs::TableRow row_of(const send::Overview& overview) {
    const TimePoint when = overview.started_at.value_or(overview.send_at);
    return {
        {.text =
             a(href(Url::path({"bulk-messages", overview.id.text()})),
               span(classes("cohort-nowrap"), domain::say_date_short(when), ","),
               " ",
               span(classes("cohort-nowrap"), domain::say_time(when)),
               nhs::visually_hidden(": " + overview.first_line))},
        {.text = overview.pressed_by},
        {.text = span(classes("cohort-first-line"), overview.first_line)},
        {.text = name_of(overview.channel)},
        {.text = overview.list_name},
        {.text = live_part(status_of(overview)), .is_block = true},
    };
}

Html table_of(const std::vector<send::Overview>& overviews) {
    std::vector<nhs::TableRow> rows;
    rows.reserve(overviews.size());
    for (const send::Overview& overview : overviews) {
        rows.push_back(row_of(overview));
    }
    return nhs::table(
        {.caption =
             {.text = "Bulk messages, the most recent first", .classes = "nhsuk-u-visually-hidden"},
         .head =
             {{.text = "Date"},
              {.text = "Sent by"},
              {.text = "Message"},
              {.text = "Sent as"},
              {.text = "Patient list"},
              {.text = "Status"}},
         .rows = rows,
         .responsive = true}
    );
}

Html banner_of(Said said) {
    switch (said) {
    case Said::nothing:
        return {};
    case Said::sent:
        return nhs::notification_banner(
            {.text = "Your bulk message is on its way.", .look = nhs::BannerLook::success}
        );
    case Said::scheduled:
        return nhs::notification_banner(
            {.text = "Your bulk message is scheduled.", .look = nhs::BannerLook::success}
        );
    }
    return {};
}

// Those that missed their time wait for somebody to decide.
Html missed_of(const std::vector<send::Overview>& overviews) {
    return each(overviews, [](const send::Overview& overview) {
        const bool missed = overview.hold && overview.hold->why == send::Hold::Why::missed;
        return when(missed, [&] {
            return nhs::warning_callout(
                {.heading = {.text = "A bulk message needs you", .level = 2},
                 .content = p("The bulk message to ",
                              overview.list_name,
                              " was due on ",
                              domain::say_moment(overview.send_at),
                              ", and Cohort could not send it then.")
                            + p(
                                a(href(Url::path({"bulk-messages", overview.id.text()})),
                                  "Send it now, or stop it")
                            )}
            );
        });
    });
}

Html rows_of(const BulkMessagesView& view) {
    if (view.rows.empty()) {
        return nhs::inset_text(
            {.text = "No bulk messages have been sent yet. Choose Create new Bulk Message to send "
                     "the first."}
        );
    }
    nhs::Pagination pages{.aria_label = "Bulk messages"};
    if (!view.newest.empty()) {
        pages.previous = {.href = view.newest, .text = "Newest"};
    }
    if (!view.older.empty()) {
        pages.next = {.href = view.older, .text = "Older"};
    }
    const bool paged = !view.newest.empty() || !view.older.empty();
    return table_of(view.rows) + when(paged, [&] { return nhs::pagination(pages); });
}

}

LivePart troubles_of(const std::vector<GatewayTrouble>& troubles) {
    return {"live-gateways", each(troubles, [](const GatewayTrouble& trouble) {
                return trouble_of(trouble);
            })};
}

Page bulk_messages_page(const BulkMessagesView& view) {
    const bool live = !view.events.empty();
    const Html content =
        banner_of(view.said) + h1(classes("nhsuk-heading-xl"), "Bulk Messages")
        + missed_of(view.rows) + live_part(troubles_of(view.troubles))
        + nhs::button({.text = "Create new Bulk Message", .href = "/bulk-messages/new"})
        + when(live, [] { return reload_link("/bulk-messages"); }) + rows_of(view);
    return {
        .title = "Bulk Messages",
        .content = live_content(view.events, content),
        .scripts = {asset_url("live.js")}
    };
}

}

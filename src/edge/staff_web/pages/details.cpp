#include "edge/staff_web/pages/details.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

std::string words_of(const send::Event& event) {
    const std::string count = patients(event.messages);
    if (event.what == "accepted") {
        return event.actor + " pressed Send, for a list of " + count;
    }
    if (event.what == "started") {
        return "Sending started";
    }
    if (event.what == "stopped") {
        return event.actor + " stopped it; " + count + " will not get it";
    }
    if (event.what == "tried_again") {
        return event.actor + " tried again, for " + count;
    }
    return "Everything that could be sent has been sent";
}

LivePart timeline_of(const send::Details& details) {
    return {
        "live-timeline",
        ul(classes("nhsuk-list nhsuk-list--bullet"),
           each(
               details.timeline,
               [](const send::Event& event) {
                   return li(domain::say_moment_short(event.at), ": ", words_of(event));
               }
           ))
    };
}

// Trying again takes the failed only; stopping, what has not left.
LivePart actions_of(const DetailsView& view) {
    const send::Overview& overview = view.details.overview;
    const std::int64_t failed = overview.counts.of(domain::ShownState::failed);
    Html all;
    if (failed > 0) {
        all += form(
            attr<"method">("post"),
            action(Url::path({"bulk-messages", overview.id.text(), "try-again"})),
            token_field(view.token),
            nhs::button(
                {.text = "Try sending message again (" + patients(failed) + ")", .id = "try-again"}
            )
        );
    }
    if (overview.counts.open() > 0) {
        all += nhs::button(
            {.text = "Stop sending",
             .href = Url::path({"bulk-messages", overview.id.text(), "stop"}),
             .look = nhs::ButtonLook::warning,
             .id = "stop"}
        );
    }
    return {"live-actions", when(!all.empty(), [&] {
                return div(classes("nhsuk-button-group"), all);
            })};
}

LivePart facts_of(const send::Details& details) {
    const send::Overview& overview = details.overview;
    const TimePoint when = overview.started_at.value_or(overview.send_at);
    std::vector<nhs::SummaryRow> rows{
        {.key = "Patient list", .value = overview.list_name},
        {.key = "Sent by", .value = overview.pressed_by},
        {.key = "Sent as", .value = name_of(overview.channel)},
        {.key = overview.started_at ? "Sent" : "Goes", .value = domain::say_moment(when)},
    };
    if (overview.channel == domain::Channel::sms) {
        rows.push_back({.key = "Length", .value = segments(overview.segments) + " in all"});
    } else {
        rows.push_back({.key = "Subject", .value = details.subject});
    }
    return {"live-facts", nhs::summary_list({.rows = rows})};
}

Html email_note(const send::Overview& overview) {
    return when(overview.channel == domain::Channel::email, [] {
        return p(
            classes("nhsuk-u-secondary-text-colour"),
            "An email counts as delivered when the next mail server took it and did not send it "
            "back in the time set for it. Mail systems do not tell us more."
        );
    });
}

}

std::vector<LivePart> parts_of(const DetailsView& view) {
    const send::Overview& overview = view.details.overview;
    return {
        status_of(overview),
        {"live-gateway", trouble_of(view.trouble)},
        actions_of(view),
        facts_of(view.details),
        timeline_of(view.details),
        tabs_of(overview.id, view.patients.which, overview.counts)
    };
}

Page details_page(const DetailsView& view) {
    const send::Overview& overview = view.details.overview;
    const bool live = !view.events.empty();
    const bool searched = !view.patients.search.empty();
    const Html content =
        h1(classes("nhsuk-heading-l"), "Bulk message to ", overview.list_name)
        + live_part({"live-gateway", trouble_of(view.trouble)}) + live_part(status_of(overview))
        + when(live, [&] { return reload_link(Url::path({"bulk-messages", overview.id.text()})); })
        + live_part(actions_of(view)) + live_part(facts_of(view.details))
        + nhs::inset_text({.content = p(classes("cohort-message-text"), view.details.text)})
        + email_note(overview)
        + nhs::details(
            {.summary = "What happened, and when", .content = live_part(timeline_of(view.details))}
        )
        + h2(classes("nhsuk-heading-m"), "Patients")
        + live_part(tabs_of(overview.id, view.patients.which, overview.counts))
        + search_of(view.patients)
        + (searched ? found_rows_of(view.patients) : live_part(rows_of(view.patients)));
    return {
        .title = "Bulk message to " + overview.list_name,
        .before_content =
            nhs::back_link({.text = "Back to Bulk Messages", .href = "/bulk-messages"}),
        .content = live_content(view.events, content),
        .scripts = {asset_url("live.js")}
    };
}

}

#include "edge/staff_web/pages/details.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/control.hpp"
#include "edge/staff_web/progress.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>
#include <iterator>

namespace cohort::staff_web {

using namespace html;

namespace {

std::string words_of(const send::Event& event) {
    const std::string count = patients(event.messages);

    struct Words {
        std::string_view what;
        const char* before; // behind the name of who did it
        const char* after;  // behind the count; none: without it
    };

    constexpr Words all[] = {
        {"accepted", " pressed Send, for a list of ", ""},
        {"started", "Sending started", nullptr},
        {"started_late", "Sending started late: Cohort could not send at its time", nullptr},
        {"missed",
         "Its time passed, and Cohort could not send; it waits for somebody to decide",
         nullptr},
        {"paused", " paused it, while ", " waited"},
        {"resumed", " let it go on, to ", ""},
        {"stopped", " stopped it; ", " will not get it"},
        {"taken_back", " took it back to change it; ", " will not get it as it was"},
        {"tried_again", " tried again, for ", ""},
        {"tried_unreceipted", " tried again, for ", " without a receipt"},
        {"tried_unconfirmed", " tried again, for ", " not confirmed, who may get it twice"},
        {"expired", "The time for sending ran out; ", " did not get it"},
        {"ended", "Everything that could be sent has been sent", nullptr},
    };
    const auto* found = std::ranges::find(all, std::string_view(event.what), &Words::what);
    COHORT_ENSURE(found != std::end(all), "every event has its words");
    return event.actor + found->before
           + (found->after == nullptr ? std::string() : count + found->after);
}

// A press that changed nothing is told why: what was done last, by whom and when.
Html nothing_done(const DetailsView& view) {
    const auto& timeline = view.details.timeline;
    if (view.said != DetailsView::Said::nothing_done || timeline.empty()) {
        return {};
    }
    const send::Event& last = timeline.back();
    return nhs::notification_banner(
        {.text = "Your press changed nothing, because something else was first. "
                 + domain::say_moment(last.at) + ": " + words_of(last) + "."}
    );
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
    if (!details.anyway_reason.empty()) {
        rows.push_back({.key = "At any hour, because", .value = lines_of(details.anyway_reason)});
    }
    return {"live-facts", nhs::summary_list({.rows = rows})};
}

// Where one that was taken back goes on.
Html change_of(const DetailsView& view) {
    return when(view.replaced_by.has_value(), [&] {
        return p(
            a(href(Url::path({"drafts", view.replaced_by->text()})), "Go on with what replaces it")
        );
    });
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
        hold_of(overview),
        actions_of(overview, view.token),
        again_of(overview, view.token),
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
        nothing_done(view) + h1(classes("nhsuk-heading-l"), "Bulk message to ", overview.list_name)
        + live_part({"live-gateway", trouble_of(view.trouble)}) + live_part(status_of(overview))
        + live_part(hold_of(overview))
        + when(live, [&] { return reload_link(Url::path({"bulk-messages", overview.id.text()})); })
        + live_part(actions_of(overview, view.token)) + live_part(again_of(overview, view.token))
        + change_of(view) + live_part(facts_of(view.details))
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

#include "edge/staff_web/pages/check.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/phone.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

std::string segments_in_words(const compose::Figures& figures) {
    std::string words = segments(figures.segments) + " in all";
    std::string kinds;
    for (std::size_t parts = 1; parts < figures.by_segments.size(); ++parts) {
        if (figures.by_segments[parts] > 0) {
            kinds += (kinds.empty() ? "" : "; ") + patients(figures.by_segments[parts]) + " with "
                     + std::to_string(parts) + (parts == 1 ? " segment" : " segments") + " each";
        }
    }
    return kinds.empty() ? words : words + " (" + kinds + ")";
}

Html facts_of(const compose::Check& check) {
    const bool now = check.start.when == compose::Start::When::now;
    std::vector<nhs::SummaryRow> rows{
        {.key = "To", .value = check.list.name + ", " + patients(check.figures.reached)},
        {.key = "Sent as", .value = name_of(check.content.channel)},
        {.key = "When", .value = now ? std::string("Now") : domain::say_moment(check.start.at)},
    };
    if (!check.content.anyway_reason.empty()) {
        rows.push_back(
            {.key = "At any hour, because", .value = lines_of(check.content.anyway_reason)}
        );
    }
    if (check.content.channel == domain::Channel::sms && check.figures.reached > 0) {
        rows.push_back({.key = "Length", .value = segments_in_words(check.figures)});
    }
    return nhs::summary_list({.rows = rows});
}

// How many, for each reason.
Html reasons_of(const compose::Figures& figures) {
    return ul(
        classes("nhsuk-list nhsuk-list--bullet"),
        each(
            figures.left_out_by_reason,
            [](const auto& reason) {
                return li(patients(reason.second), ": ", title_of(reason.first));
            }
        )
    );
}

Html left_out_of(const compose::Figures& figures) {
    if (figures.left_out == 0) {
        return {};
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(figures.left_out_first.size());
    for (const auto& one : figures.left_out_first) {
        rows.push_back(
            {{.text = with_commas(one.line), .format = nhs::CellFormat::numeric},
             {.text = one.name},
             {.text = title_of(one.reason)}}
        );
    }
    const bool more = figures.left_out > static_cast<std::int64_t>(rows.size());
    const Html table = nhs::table(
        {.caption = {.text = more ? "The first " + std::to_string(rows.size()) : "Left out"},
         .head =
             {{.text = "Line of the file", .format = nhs::CellFormat::numeric},
              {.text = "Name"},
              {.text = "Why"}},
         .rows = rows,
         .responsive = true}
    );
    return nhs::details(
        {.summary = patients(figures.left_out) + " will not get this message, and why",
         .content = when(figures.left_out_by_reason.size() > 1, [&] { return reasons_of(figures); })
                    + table}
    );
}

Html what_patients_see(const CheckView& view) {
    if (view.check.figures.previews.empty()) {
        return {};
    }
    return h2(classes("nhsuk-heading-m"), "What patients will see")
           + each(view.check.figures.previews, [&](const compose::Rendered& one) {
                 return phone_of(one, view.check.content.channel, view.sender);
             });
}

Html nobody(const compose::Figures& figures) {
    return nhs::warning_callout(
        {.heading = {.text = "Nobody would get this message", .level = 2},
         .content = reasons_of(figures)
                    + p("Go back and shorten the message, choose another way to send it, or use "
                        "another list.")}
    );
}

Html hours_form(const CheckView& view, const Html& content) {
    return form(
        attr<"method">("post"),
        action(Url::path({"drafts", view.draft.text(), "hours"})),
        token_field(view.token),
        content
    );
}

// Outside the practice's hours it waits, unless somebody says why it must not.
Html hours_of(const CheckView& view) {
    if (!view.check.content.anyway_reason.empty()) {
        return hours_form(
            view,
            hidden("hours", "keep")
                + nhs::button(
                    {.text = "Keep to our hours for sending instead",
                     .look = nhs::ButtonLook::secondary,
                     .small = true}
                )
        );
    }
    if (view.check.start.when != compose::Start::When::next_opening) {
        return {};
    }
    const Html reason =
        p("It then goes at once, or at the time you chose, and does not wait for your practice's "
          "hours for sending. Your name and the reason stay with the bulk message.")
        + nhs::textarea(
            {.label = {.text = "Why can it not wait?"},
             .hint = {.text = "For example, the practice is closed tomorrow because of a flood"},
             .error = {.text = view.reason_fault},
             .name = "reason",
             .value = view.reason_typed,
             .rows = 3}
        )
        + nhs::button({.text = "Send outside our hours", .look = nhs::ButtonLook::secondary});
    return nhs::details(
        {.summary = "Send anyway, outside our hours",
         .content = hours_form(view, hidden("hours", "anyway") + reason),
         .open = !view.reason_fault.empty(),
         .id = "anyway"}
    );
}

Html send_form(const CheckView& view) {
    const bool now = view.check.start.when == compose::Start::When::now;
    const std::string whom = patients(view.check.figures.reached);
    return form(
        attr<"method">("post"),
        action(Url::path({"drafts", view.draft.text(), "check"})),
        token_field(view.token),
        hidden("content", view.check.content_hash),
        nhs::button(
            {.text = (now ? "Send to " : "Schedule for ") + whom, .prevent_double_click = true}
        )
    );
}

}

Page check_page(const CheckView& view) {
    const bool anybody = view.check.figures.reached > 0;
    const Html content =
        each(
            view.notices,
            [](const std::string& words) { return nhs::notification_banner({.text = words}); }
        )
        + span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 3 of 3")
        + h1(classes("nhsuk-heading-l"), "Check and send") + facts_of(view.check)
        + left_out_of(view.check.figures) + what_patients_see(view) + trouble_of(view.trouble)
        + hours_of(view) + (anybody ? send_form(view) : nobody(view.check.figures));
    std::vector<nhs::ErrorItem> errors;
    if (!view.reason_fault.empty()) {
        errors.push_back({.text = view.reason_fault, .href = Url::to_id("reason")});
    }
    return {
        .title = "Check and send",
        .before_content = nhs::back_link(
            {.text = "Change the message", .href = Url::path({"drafts", view.draft.text()})}
        ),
        .errors = std::move(errors),
        .content = content,
        .width = Width::two_thirds
    };
}

}

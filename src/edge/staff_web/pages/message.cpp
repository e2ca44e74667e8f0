#include "edge/staff_web/pages/message.hpp"

#include "domain/personalisation.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/assets.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>

namespace cohort::staff_web {

using namespace html;

namespace {

constexpr std::string_view time_fields[] = {"day", "month", "year", "hour", "minute"};

const FieldProblem* problem_with(const MessagePageView& view, std::string_view field) {
    const auto found = std::ranges::find(view.problems, field, &FieldProblem::field);
    return found == view.problems.end() ? nullptr : &*found;
}

std::string words_about(const MessagePageView& view, std::string_view field) {
    const FieldProblem* problem = problem_with(view, field);
    return problem == nullptr ? std::string() : problem->words;
}

std::string reach(std::int64_t reached, const lists::Summary& list) {
    return with_commas(reached) + " of " + patients(list.accepted) + " can be reached";
}

Html channel_field(const MessagePageView& view) {
    std::vector<nhs::Choice> choices;
    if (view.sms_enabled) {
        choices.push_back(
            {.value = "sms",
             .text = "Text message (SMS)",
             .hint = {.text = reach(view.list.by_sms, view.list)}}
        );
    }
    choices.push_back(
        {.value = "email",
         .text = "Email",
         .hint = {.text = reach(view.list.by_email, view.list)},
         .reveals = nhs::input(
             {.label = {.text = "Subject"},
              .error = {.text = words_about(view, "subject")},
              .name = "subject",
              .value = view.draft.subject}
         )}
    );
    return nhs::radios(
        {.fieldset = {.legend = {.text = "How do you want to send it?", .size = nhs::Size::m}},
         .error = {.text = words_about(view, "channel")},
         .name = "channel",
         .items = std::move(choices),
         .values = {std::string(domain::text(view.draft.channel))}}
    );
}

// To be typed; with JavaScript, to be pressed (assets/message.js).
Html placeholders() {
    const Html items = each(domain::placeholders_all, [](domain::Placeholder placeholder) {
        const std::string_view written = domain::written(placeholder);
        return li(
            span(attr<"data-typed">(""), written),
            html::button(
                classes("nhsuk-button nhsuk-button--secondary nhsuk-button--small"),
                attr<"type">("button"),
                flag<"hidden">(),
                attr<"data-insert">(written),
                nhs::visually_hidden("Insert "),
                written
            )
        );
    });
    return div(
        classes("cohort-placeholders"),
        p(id("placeholders"), "Put these into the text. They are filled in for each patient:"),
        ul(attr<"aria-labelledby">("placeholders"), items)
    );
}

Html text_field(const MessagePageView& view) {
    return nhs::textarea(
               {.label = {.text = "Message", .size = nhs::Size::m},
                .hint = {.text = "Name your practice, and say one thing to do."},
                .error = {.text = words_about(view, "text")},
                .name = "text",
                .value = view.draft.text,
                .rows = 8,
                .spellcheck = true}
           )
           + placeholders()
           + div(
               id("count"),
               attr<"data-count">("/drafts/" + view.draft.id.text() + "/count"),
               attr<"data-token">(view.token),
               attr<"aria-live">("polite"),
               count_of(view.written)
           )
           + div(id("preview"), preview_of(view.written));
}

// The field at fault is red; all are where the fault is the whole.
bool is_red(const MessagePageView& view, std::string_view field) {
    const FieldProblem* whole = problem_with(view, "day");
    return whole != nullptr || problem_with(view, field) != nullptr;
}

std::string words_about_time(const MessagePageView& view) {
    for (const std::string_view field : time_fields) {
        if (problem_with(view, field) != nullptr) {
            return words_about(view, field);
        }
    }
    return {};
}

Html when_fields(const MessagePageView& view) {
    const compose::TypedTime typed = view.draft.later.value_or(compose::TypedTime{});
    const auto field = [&](const char* name, const char* label, const std::string& value, int width
                       ) {
        return nhs::DateField{
            .name = name,
            .label = label,
            .value = value,
            .width = width,
            .error = is_red(view, name),
            .id = name
        };
    };
    return nhs::date_input(
        {.id = "when",
         .fieldset = {.legend = {.text = "Date and time in London"}},
         .hint = {.text = "For example, 27 11 2026 at 09 30"},
         .error = {.text = words_about_time(view)},
         .items =
             {field("day", "Day", typed.day, 2),
              field("month", "Month", typed.month, 2),
              field("year", "Year", typed.year, 4),
              field("hour", "Hour", typed.hour, 2),
              field("minute", "Minute", typed.minute, 2)}}
    );
}

Html timing_field(const MessagePageView& view) {
    return nhs::radios(
        {.fieldset = {.legend = {.text = "When do you want to send it?", .size = nhs::Size::m}},
         .name = "timing",
         .items =
             {{.value = "now", .text = "Send now"},
              {.value = "later", .text = "Send later", .reveals = when_fields(view)}},
         .values = {view.draft.later ? "later" : "now"}}
    );
}

// Enter in a field presses a form's first button: this one, and not 'Replace these characters'.
Html first_button() {
    return html::button(
        classes("nhsuk-u-visually-hidden"),
        attr<"type">("submit"),
        attr<"name">("action"),
        attr<"value">("continue"),
        attr<"tabindex">("-1"),
        attr<"aria-hidden">("true"),
        "Continue"
    );
}

}

Page message_page(const MessagePageView& view) {
    std::vector<nhs::ErrorItem> errors;
    errors.reserve(view.problems.size());
    for (const FieldProblem& problem : view.problems) {
        errors.push_back({.text = problem.words, .href = Url::to_id(problem.field)});
    }
    const Html content =
        span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 2 of 3")
        + h1(classes("nhsuk-heading-l"), "Write the message")
        + p("To: ", strong(view.list.name), ", ", patients(view.list.accepted))
        + when(
            view.draft.replaces.has_value(),
            [] {
                return nhs::inset_text(
                    {.text =
                         "This replaces a bulk message that was taken back. Nothing is sent until "
                         "you have checked this one and sent or scheduled it."}
                );
            }
        )
        + form(
            attr<"method">("post"),
            action(Url::path({"drafts", view.draft.id.text()})),
            attr<"novalidate">(""),
            token_field(view.token),
            hidden("revision", std::to_string(view.draft.revision)),
            first_button(),
            channel_field(view),
            text_field(view),
            timing_field(view),
            nhs::button({.text = "Continue to check", .name = "action", .value = "continue"})
        );
    return {
        .title = "Write the message",
        .before_content = nhs::back_link({.href = Url::path({"lists", view.list.id.text()})}),
        .errors = std::move(errors),
        .content = content,
        .width = Width::two_thirds,
        .scripts = {asset_url("message.js")}
    };
}

}

#include "edge/staff_web/pages/patients.hpp"

#include "domain/date_of_birth.hpp"
#include "domain/london_time.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

std::string_view shown_as(send::Which which) {
    return which == send::Which::errors ? "errors" : "all";
}

Url address_of(BulkMessageId bulk_message, send::Which which) {
    const Url page = Url::path({"bulk-messages", bulk_message.text()});
    return which == send::Which::errors ? page.with_query("show", "errors") : page;
}

Url search_address(const PatientsView& view) {
    return Url::path({"bulk-messages", view.bulk_message.text(), "search"});
}

// 1 Feb 1980: no reader takes it for another day.
std::string spelled(std::string_view iso) {
    const auto date = domain::DateOfBirth::parse_iso(iso);
    return date.ok() ? date->spelled() : std::string();
}

nhs::TableRow row_of(const send::MessageView& message) {
    const std::string to = message.to.empty() ? "None" : spell_contact(message.to);
    const bool is_address = to.find('@') != std::string::npos;
    return {
        {.text = message.patient_name.empty() ? "Cannot be read" : message.patient_name},
        {.text = spelled(message.date_of_birth), .classes = "cohort-nowrap"},
        {.text = to, .classes = is_address ? "cohort-break" : "cohort-nowrap"},
        {.text = tag_of(message.state), .is_block = true},
        {.text = title_of(message.reason), .classes = message.reason.empty() ? "cohort-empty" : ""},
        {.text = with_commas(message.attempts.value), .format = nhs::CellFormat::numeric},
        {.text = span(
             span(classes("cohort-nowrap"), domain::say_date_short(message.state_at), ","),
             " ",
             span(classes("cohort-nowrap"), domain::say_time(message.state_at))
         ),
         .is_block = true}
    };
}

std::string caption_of(const PatientsView& view) {
    if (!view.search.empty()) {
        return "Patients found";
    }
    return view.which == send::Which::errors ? "Patients who may not have received it"
                                             : "All patients";
}

Html table_of(const PatientsView& view) {
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.rows.size());
    for (const send::MessageView& message : view.rows) {
        rows.push_back(row_of(message));
    }
    return nhs::table(
        {.caption = {.text = caption_of(view), .size = nhs::Size::s},
         .head =
             {{.text = "Name"},
              {.text = "Date of birth"},
              {.text = "Sent to"},
              {.text = "Status"},
              {.text = "Why", .width = "one-quarter"},
              {.text = "Tries", .format = nhs::CellFormat::numeric},
              {.text = "When"}},
         .rows = rows,
         .responsive = true}
    );
}

std::string why_nobody(const PatientsView& view) {
    if (!view.search.empty()) {
        return view.go_on ? "Nobody was found among " + with_commas(view.looked_at)
                                + " patients. There are more to look through."
                          : "Nobody was found. Try part of the name, the number or the address.";
    }
    return view.which == send::Which::errors
               ? "Nobody has an error."
               : "The messages are being made. They appear here in a moment.";
}

Html table_or_why(const PatientsView& view) {
    return view.rows.empty() ? p(why_nobody(view)) : table_of(view);
}

// To the patients after these, and back to the first of them.
Html pages_of(const PatientsView& view) {
    const Url first = address_of(view.bulk_message, view.which);
    nhs::Pagination pages{.aria_label = "Patients"};
    if (view.first) {
        pages.previous = {.href = first, .text = "First patients"};
    }
    if (view.go_on) {
        const std::string after = std::to_string(view.go_on->value);
        pages.next = {.href = first.with_query("after", after), .text = "More patients"};
    }
    return when(view.first || view.go_on, [&] { return nhs::pagination(pages); });
}

Html go_on_searching(const PatientsView& view) {
    return form(
        attr<"method">("post"),
        action(search_address(view)),
        token_field(view.token),
        hidden("show", shown_as(view.which)),
        hidden("q", view.search),
        hidden("after", std::to_string(view.go_on->value)),
        nhs::button(
            {.text = "Look through more patients", .look = nhs::ButtonLook::secondary, .small = true
            }
        )
    );
}

}

LivePart tabs_of(BulkMessageId bulk_message, send::Which which, const domain::StateCounts& counts) {
    const auto tab = [&](send::Which tab_which, const std::string& words) {
        const bool current = tab_which == which;
        return li(
            classes(current ? "cohort-tabs__item cohort-tabs__item--current" : "cohort-tabs__item"),
            a(href(address_of(bulk_message, tab_which)),
              id("tab-" + std::string(shown_as(tab_which))),
              attr_unless_empty<"aria-current">(current ? "page" : ""),
              words)
        );
    };
    const auto counted = [](const char* words, std::int64_t number) {
        return std::string(words) + " (" + with_commas(number) + ")";
    };
    return {
        "live-tabs",
        nav(attr<"aria-label">("Patients"),
            ul(classes("cohort-tabs"),
               tab(send::Which::all, counted("All patients", counts.total())),
               tab(send::Which::errors, counted("Only patients with errors", counts.errors()))))
    };
}

LivePart rows_of(const PatientsView& view) {
    return {"live-patients", table_or_why(view) + pages_of(view)};
}

Html found_rows_of(const PatientsView& view) {
    return table_or_why(view) + when(view.go_on.has_value(), [&] { return go_on_searching(view); });
}

// A POST, although it changes nothing: what is looked for is about a patient, and addresses are
// kept by browsers and written into logs.
Html search_of(const PatientsView& view) {
    return form(
        attr<"method">("post"),
        action(search_address(view)),
        attr<"role">("search"),
        classes("cohort-search"),
        token_field(view.token),
        hidden("show", shown_as(view.which)),
        nhs::input(
            {.label = {.text = "Find a patient by name, number or address"},
             .name = "q",
             .value = view.search,
             .type = "search",
             .width = 20}
        ),
        nhs::button({.text = "Search", .look = nhs::ButtonLook::secondary, .small = true})
    );
}

}

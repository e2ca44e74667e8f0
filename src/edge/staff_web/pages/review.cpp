#include "edge/staff_web/pages/review.hpp"

#include "domain/london_time.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"

namespace cohort::staff_web {

using namespace html;

namespace {

std::string name_of(lists::Source source) {
    return source == lists::Source::emis       ? "EMIS Web"
           : source == lists::Source::systmone ? "TPP SystmOne"
                                               : "Not recognised; read by its headings";
}

Html facts_of(const lists::Review& review) {
    const lists::Summary& list = review.list;
    const lists::File& file = review.files.front();
    std::vector<nhs::SummaryRow> rows{
        {.key = "File", .value = file.name},
        {.key = "Made by", .value = name_of(file.source)},
        {.key = "Rows read", .value = with_commas(list.records)},
        {.key = "Patients accepted", .value = with_commas(list.accepted)},
        {.key = "Can be reached by text message", .value = with_commas(list.by_sms)},
        {.key = "Can be reached by email", .value = with_commas(list.by_email)},
        {.key = "Rows refused", .value = with_commas(list.refused)},
    };
    if (list.report_run_at) {
        rows.push_back({.key = "Report run on", .value = domain::say_date(*list.report_run_at)});
    }
    return nhs::summary_list({.rows = rows});
}

// An NHS number is not shown on a page where it is not needed: the line of the file says which row
// it is.
std::string found_of(const lists::RefusedRow& row, const lists::Reason& reason) {
    if (!reason.field) {
        return "";
    }
    const std::string& found = row.cells[static_cast<std::size_t>(*reason.field)];
    if (*reason.field == lists::Field::nhs_number && !found.empty()) {
        return "A number that we do not show here";
    }
    return found.empty() ? "Nothing" : found;
}

Html refused_of(const ReviewView& view) {
    if (view.refused.empty()) {
        return {};
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.refused.size());
    for (const lists::RefusedRow& row : view.refused) {
        for (const lists::Reason& reason : row.reasons) {
            const lists::Cells& headings = view.review.files.front().headings;
            rows.push_back(
                {{.text = with_commas(row.line), .format = nhs::CellFormat::numeric},
                 {.text = reason.field ? headings[static_cast<std::size_t>(*reason.field)]
                                       : "The whole row"},
                 {.text = found_of(row, reason)},
                 {.text = sentence(reason.code)}}
            );
        }
    }
    Html table = nhs::table(
        {.caption = {.text = "Refused rows, by line of the file", .size = nhs::Size::m},
         .head =
             {{.text = "Line"},
              {.text = "Column"},
              {.text = "What we found"},
              {.text = "Why, and what to do"}},
         .rows = rows,
         .responsive = true}
    );
    if (!view.more_refused.empty()) {
        table += nhs::pagination(
            {.next = {.href = view.more_refused, .text = "More refused rows"},
             .aria_label = "Refused rows"}
        );
    }
    return table;
}

Html warnings_of(const ReviewView& view) {
    if (view.review.warnings.empty()) {
        return {};
    }
    const Html items = each(view.review.warnings, [](const lists::CodeCount& warning) {
        return li(sentence(warning.code), when(warning.rows > 1, [&] {
                      return Html(" (" + with_commas(warning.rows) + " times)");
                  }));
    });
    return nhs::details(
        {.summary = "What we noticed or repaired",
         .content = ul(classes("nhsuk-list nhsuk-list--bullet"), items)}
    );
}

Html next_steps(const ReviewView& view) {
    const Html other = nhs::button(
        {.text = "Choose another file",
         .href = "/bulk-messages/new",
         .look = nhs::ButtonLook::secondary}
    );
    if (view.review.list.accepted == 0) {
        return nhs::warning_callout(
                   {.heading = {.text = "Nobody on this list can be sent a message", .level = 2},
                    .text = "No row of the file was accepted. Correct the rows below in your file, "
                            "or export it "
                            "again, and upload it."}
               )
               + other;
    }
    return form(
        attr<"method">("post"),
        action(Url::path({"lists", view.review.list.id.text()})),
        token_field(view.token),
        div(classes("nhsuk-button-group"),
            nhs::button({.text = "Continue with " + patients(view.review.list.accepted)}),
            other)
    );
}

}

Page review_page(const ReviewView& view) {
    const Html content =
        span(classes("nhsuk-caption-l"), "Create new Bulk Message: step 1 of 3")
        + h1(classes("nhsuk-heading-l"), "Check the patient list: ", view.review.list.name)
        + facts_of(view.review) + next_steps(view) + warnings_of(view) + refused_of(view);
    return {
        .title = "Check the patient list: " + view.review.list.name,
        .before_content = nhs::back_link({.href = "/bulk-messages/new"}),
        .content = content
    };
}

}

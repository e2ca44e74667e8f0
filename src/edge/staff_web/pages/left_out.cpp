#include "edge/staff_web/pages/left_out.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

using lists::Field;

bool is_open(const LeftOutView& view) {
    return view.review.list.state == lists::State::draft && !view.review.file_being_added;
}

std::string name_of(const lists::RefusedRow& row) {
    std::string name;
    for (const Field field : {Field::given, Field::family, Field::full_name}) {
        const std::string part = shown_cell(row, field);
        name += (name.empty() || part.empty() ? "" : " ") + part;
    }
    return name.empty() ? "No name" : name;
}

std::string reasons_of(const lists::RefusedRow& row) {
    std::string words;
    for (const lists::Reason& reason : row.reasons) {
        words += (words.empty() ? "" : " ") + title_of(reason.code);
    }
    return words;
}

Html putting_back(const LeftOutView& view, const lists::RefusedRow& row) {
    return form(
        attr<"method">("post"),
        action(put_back_address(view.review.list.id, row.number)),
        token_field(view.token),
        hidden("after", std::to_string(view.after)),
        nhs::button(
            {.text =
                 Html("Put back")
                 + nhs::visually_hidden(" " + line_in_words(view.review.files, row.file, row.line)),
             .look = nhs::ButtonLook::secondary,
             .small = true,
             .classes = "nhsuk-u-margin-bottom-0 cohort-nowrap"}
        )
    );
}

Html table_of(const LeftOutView& view) {
    std::vector<nhs::TableCell> head{
        {.text = "Row"}, {.text = "Patient"}, {.text = "Why it was refused"}
    };
    if (is_open(view)) {
        head.push_back({.text = "What to do"});
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.rows.size());
    for (const lists::RefusedRow& row : view.rows) {
        nhs::TableRow cells{
            {.text = line_at_first(view.review.files, row.file, row.line), .classes = "cohort-break"
            },
            {.text = name_of(row), .classes = "cohort-break"},
            {.text = reasons_of(row)}
        };
        if (is_open(view)) {
            cells.push_back({.text = putting_back(view, row), .is_block = true});
        }
        rows.push_back(std::move(cells));
    }
    return nhs::table(
        {.caption = {.text = "Rows left out, by line of the file", .size = nhs::Size::s},
         .head = std::move(head),
         .rows = std::move(rows),
         .responsive = true}
    );
}

Html pages_of(const LeftOutView& view) {
    nhs::Pagination pages{.aria_label = "Rows left out"};
    if (view.after > 0) {
        pages.previous = {
            .href = list_address(view.review.list.id, "left-out"), .text = "First rows"
        };
    }
    if (!view.more.empty()) {
        pages.next = {.href = view.more, .text = "More rows"};
    }
    return when(view.after > 0 || !view.more.empty(), [&] { return nhs::pagination(pages); });
}

}

Page left_out_page(const LeftOutView& view) {
    const lists::Summary& list = view.review.list;
    const Html content =
        news_banner(view.news) + span(classes("nhsuk-caption-l"), "Patient list ", list.name)
        + h1(classes("nhsuk-heading-l"), "Rows left out")
        + (view.rows.empty()
               ? p("No row is left out.")
               : p("These rows are not used. A row that is put back is judged again: it is refused "
                   "as before and can be corrected, or its patient is on the list.")
                     + table_of(view) + pages_of(view))
        + p(a(href(list_address(list.id)), "Back to the whole list"));
    return {
        .title = "Rows left out",
        .before_content =
            nhs::back_link({.text = "Back to the list", .href = list_address(list.id)}),
        .content = content
    };
}

}

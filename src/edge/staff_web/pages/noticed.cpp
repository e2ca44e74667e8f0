#include "edge/staff_web/pages/noticed.hpp"

#include "domain/date_of_birth.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <array>
#include <span>
#include <string_view>
#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

constexpr std::array<std::string_view, 3> before_and_after = {
    "Column", "What the file says", "What we kept"
};
constexpr std::array<std::string_view, 2> sharing = {"Patient", "Mobile number"};

// A date spelled out, a mobile as people here write it, everything else as it is.
std::string spell_kept(const std::string& kept) {
    const auto date = domain::DateOfBirth::parse_iso(kept);
    return date.ok() ? date->spelled() : spell_contact(kept);
}

// Nothing was repaired: whose number it is matters, and which.
bool is_about_sharing(const NoticedView& view) {
    return view.code == "contact.shared";
}

bool is_about_cells(const NoticedView& view) {
    return !view.warnings.empty() && view.warnings.front().line.has_value();
}

nhs::TableRow row_of(const NoticedView& view, const lists::Warning& warning) {
    nhs::TableRow cells;
    if (view.files.size() > 1 || !is_about_cells(view)) {
        cells.push_back({.text = name_of_file(view.files, warning.file), .classes = "cohort-break"}
        );
    }
    if (!is_about_cells(view)) {
        return cells;
    }
    cells.push_back(
        {.text = warning.line ? with_commas(*warning.line) : "", .format = nhs::CellFormat::numeric}
    );
    if (is_about_sharing(view)) {
        cells.push_back({.text = warning.found});
        cells.push_back({.text = spell_contact(warning.kept), .classes = "cohort-nowrap"});
        return cells;
    }
    cells.push_back({.text = warning.heading});
    cells.push_back(
        {.text = shown_cell(warning.found),
         .classes = warning.found.empty() ? "cohort-empty" : "cohort-break"}
    );
    cells.push_back(
        {.text = warning.kept.empty() ? "Nothing: it was not used"
                                      : shown_cell(spell_kept(warning.kept)),
         .classes = "cohort-break"}
    );
    return cells;
}

Html table_of(const NoticedView& view) {
    std::vector<nhs::TableCell> head;
    if (view.files.size() > 1 || !is_about_cells(view)) {
        head.push_back({.text = "File"});
    }
    if (is_about_cells(view)) {
        head.push_back({.text = "Line", .format = nhs::CellFormat::numeric});
        for (const std::string_view what :
             is_about_sharing(view) ? std::span<const std::string_view>(sharing)
                                    : std::span<const std::string_view>(before_and_after)) {
            head.push_back({.text = what});
        }
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.warnings.size());
    for (const lists::Warning& warning : view.warnings) {
        rows.push_back(row_of(view, warning));
    }
    return nhs::table(
        {.caption =
             {.text = is_about_sharing(view) ? "Shared numbers, by line of the file"
                      : is_about_cells(view) ? "Before and after, by line of the file"
                                             : "Files that this is about",
              .size = nhs::Size::s},
         .head = std::move(head),
         .rows = std::move(rows),
         .responsive = is_about_cells(view)}
    );
}

Html pages_of(const NoticedView& view) {
    nhs::Pagination pages{.aria_label = "What was noticed"};
    if (view.after > 0) {
        pages.previous = {.href = noticed_address(view.list.id, view.code), .text = "First lines"};
    }
    if (!view.more.empty()) {
        pages.next = {.href = view.more, .text = "More lines"};
    }
    return when(view.after > 0 || !view.more.empty(), [&] { return nhs::pagination(pages); });
}

}

Page noticed_page(const NoticedView& view) {
    const std::string title = headline_of(view.code);
    const Html content = span(classes("nhsuk-caption-l"), "Repaired or noticed in ", view.list.name)
                         + h1(classes("nhsuk-heading-l"), title) + p(below_headline(view.code))
                         + (view.warnings.empty() ? p("There is nothing of this kind in the list.")
                                                  : table_of(view) + pages_of(view))
                         + p(a(href(list_address(view.list.id)), "Back to the whole list"));
    return {
        .title = title,
        .before_content =
            nhs::back_link({.text = "Back to the list", .href = list_address(view.list.id)}),
        .content = content
    };
}

}

#include "edge/staff_web/pages/refused_rows.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <algorithm>
#include <functional>
#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

using lists::Field;

const lists::File* file_of(const RefusedView& view, const lists::RefusedRow& row) {
    const auto found = std::ranges::find(view.review.files, row.file, &lists::File::number);
    return found == view.review.files.end() ? nullptr : &*found;
}

bool has_several_files(const RefusedView& view) {
    return view.review.files.size() > 1;
}

std::string joined_words(std::string first, const std::string& more, std::string_view between) {
    if (!first.empty() && !more.empty()) {
        first += between;
    }
    return first + more;
}

// Where a cell ends is not known, so nothing of the row is shown as a cell.
bool is_about_quoting(const lists::RefusedRow& row) {
    return std::ranges::find(row.reasons, "row.bad_quoting", &lists::Reason::code)
           != row.reasons.end();
}

// Enough to find the patient in the clinical system.
Html patient_of(const lists::RefusedRow& row) {
    const std::string given = shown_cell(row, Field::given);
    const std::string family = shown_cell(row, Field::family);
    const std::string full = shown_cell(row, Field::full_name);
    const std::string born = shown_cell(row, Field::date_of_birth);
    const std::string name = joined_words(joined_words(given, family, " "), full, " ");
    const bool untold = name.empty() && is_about_quoting(row);
    return Html(
               untold         ? "The cells cannot be told apart"
               : name.empty() ? "No name"
                              : name
           )
           + when(!born.empty(), [&] { return br() + span(classes("cohort-nowrap"), born); });
}

std::string column_of(const RefusedView& view, const lists::RefusedRow& row, Field field) {
    const lists::File* file = file_of(view, row);
    return file == nullptr ? std::string() : file->headings[static_cast<std::size_t>(field)];
}

bool is_about_cells(const RefusedView& view, const lists::RefusedRow& row) {
    return std::ranges::any_of(row.reasons, [&view](const lists::Reason& reason) {
        return reason.code == view.code && reason.field.has_value();
    });
}

// The columns that this reason is about, as the file calls them.
std::string columns_of(const RefusedView& view, const lists::RefusedRow& row) {
    std::string columns;
    for (const lists::Reason& reason : row.reasons) {
        if (reason.code == view.code && reason.field) {
            columns = joined_words(std::move(columns), column_of(view, row, *reason.field), ", ");
        }
    }
    return columns.empty() ? "The whole row" : columns;
}

std::string found_of(const RefusedView& view, const lists::RefusedRow& row) {
    std::string found;
    for (const lists::Reason& reason : row.reasons) {
        if (reason.code == view.code && reason.field) {
            found = joined_words(std::move(found), shown_cell(row, *reason.field), ", ");
        }
    }
    return found.empty() && is_about_cells(view, row) ? "Nothing" : found;
}

// By these the rows of one patient are told from each other.
Html contacts_of(const lists::RefusedRow& row) {
    Html contacts;
    for (const Field field : {Field::mobile, Field::email}) {
        const std::string words = shown_cell(row, field);
        if (!words.empty()) {
            contacts += contacts.empty() ? Html() : br();
            contacts += span(words);
        }
    }
    return contacts;
}

std::string others_of(const RefusedView& view, const RefusedRowView& shown) {
    std::string words;
    for (const RowPlace& place : shown.same_patient.first) {
        words = joined_words(
            std::move(words), line_at_first(view.review.files, place.file, place.line), ", "
        );
    }
    if (shown.same_patient.more > 0) {
        words += and_others(shown.same_patient.more);
    }
    return words.empty() ? "No row any more" : words;
}

std::string other_reasons_of(const RefusedView& view, const lists::RefusedRow& row) {
    std::string others;
    for (const lists::Reason& reason : row.reasons) {
        if (reason.code != view.code) {
            others = joined_words(std::move(others), title_of(reason.code), " ");
        }
    }
    return others;
}

Html actions_of(const RefusedView& view, const lists::RefusedRow& row) {
    const Html which =
        nhs::visually_hidden(" " + line_in_words(view.review.files, row.file, row.line));
    const Url correct = row_address(view.review.list.id, row.number)
                            .with_query("from", view.code)
                            .with_query("after", std::to_string(view.after));
    return p(classes("nhsuk-u-margin-bottom-2"), a(href(correct), "Correct", which))
           + form(
               attr<"method">("post"),
               action(leave_out_address(view.review.list.id, row.number)),
               token_field(view.token),
               hidden("from", view.code),
               hidden("after", std::to_string(view.after)),
               nhs::button(
                   {.text = Html("Leave out") + which,
                    .look = nhs::ButtonLook::secondary,
                    .small = true,
                    .classes = "nhsuk-u-margin-bottom-0 cohort-nowrap"}
               )
           );
}

// A column of the table, where it has anything to say.
struct Column {
    nhs::TableCell head;
    std::function<nhs::TableCell(const RefusedRowView&)> cell;
};

std::vector<Column> columns_of(const RefusedView& view) {
    const auto any = [&view](auto holds) { return std::ranges::any_of(view.rows, holds); };
    std::vector<Column> columns;
    const auto add = [&columns](nhs::TableCell head, auto cell) {
        columns.push_back({std::move(head), std::move(cell)});
    };
    if (has_several_files(view)) {
        add({.text = "File"}, [&view](const RefusedRowView& shown) -> nhs::TableCell {
            return {
                .text = name_of_file(view.review.files, shown.row.file), .classes = "cohort-break"
            };
        });
    }
    add({.text = "Line", .format = nhs::CellFormat::numeric},
        [](const RefusedRowView& shown) -> nhs::TableCell {
            return {.text = with_commas(shown.row.line)};
        });
    add({.text = "Patient"}, [](const RefusedRowView& shown) -> nhs::TableCell {
        return {.text = patient_of(shown.row), .is_block = true};
    });
    if (is_about_duplicates(view.code)) {
        add({.text = "Mobile and email"}, [](const RefusedRowView& shown) -> nhs::TableCell {
            return {.text = contacts_of(shown.row), .is_block = true, .classes = "cohort-break"};
        });
        const bool conflict = view.code == "duplicate.conflict";
        add({.text = conflict ? "Stands against" : "The same as"},
            [&view](const RefusedRowView& shown) -> nhs::TableCell {
                return {.text = others_of(view, shown)};
            });
    }
    if (any([&view](const RefusedRowView& shown) { return is_about_cells(view, shown.row); })) {
        add({.text = "Column"}, [&view](const RefusedRowView& shown) -> nhs::TableCell {
            return {.text = columns_of(view, shown.row)};
        });
        add({.text = "What we found"}, [&view](const RefusedRowView& shown) -> nhs::TableCell {
            return {.text = found_of(view, shown.row), .classes = "cohort-break"};
        });
    }
    if (any([&view](const RefusedRowView& shown) {
            return !other_reasons_of(view, shown.row).empty();
        })) {
        add({.text = "Also refused because"},
            [&view](const RefusedRowView& shown) -> nhs::TableCell {
                const std::string others = other_reasons_of(view, shown.row);
                return {.text = others, .classes = others.empty() ? "cohort-empty" : ""};
            });
    }
    if (is_open(view)) {
        add({.text = "What to do"}, [&view](const RefusedRowView& shown) -> nhs::TableCell {
            return {.text = actions_of(view, shown.row), .is_block = true};
        });
    }
    return columns;
}

}

Html refused_rows(const RefusedView& view) {
    const std::vector<Column> columns = columns_of(view);
    std::vector<nhs::TableCell> head;
    head.reserve(columns.size());
    for (const Column& column : columns) {
        head.push_back(column.head);
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.rows.size());
    for (const RefusedRowView& shown : view.rows) {
        nhs::TableRow row;
        row.reserve(columns.size());
        for (const Column& column : columns) {
            row.push_back(column.cell(shown));
        }
        rows.push_back(std::move(row));
    }
    return nhs::table(
        {.caption = {.text = "Refused rows, by line of the file", .size = nhs::Size::s},
         .head = std::move(head),
         .rows = std::move(rows),
         .responsive = true}
    );
}

}

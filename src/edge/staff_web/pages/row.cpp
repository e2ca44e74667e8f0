#include "edge/staff_web/pages/row.hpp"

#include "domain/date_of_birth.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/pages/parts.hpp"
#include "edge/staff_web/words.hpp"
#include "platform/html/elements.hpp"
#include "platform/html/nhs.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace cohort::staff_web {

using namespace html;

namespace {

using lists::Field;

constexpr std::array all_fields = {
    Field::given,
    Field::family,
    Field::full_name,
    Field::date_of_birth,
    Field::nhs_number,
    Field::mobile,
    Field::email
};

std::size_t index_of(Field field) {
    return static_cast<std::size_t>(field);
}

const lists::File* file_of(const RowView& view) {
    const auto found = std::ranges::find(view.files, view.row.file, &lists::File::number);
    return found == view.files.end() ? nullptr : &*found;
}

std::string heading_of(const RowView& view, Field field) {
    const lists::File* file = file_of(view);
    return file == nullptr ? std::string() : file->headings[index_of(field)];
}

// What is wrong with this column.
std::string reasons_with(const RowView& view, Field field) {
    std::string words;
    for (const lists::Reason& reason : view.reasons) {
        if (reason.field == field) {
            words += (words.empty() ? "" : " ") + title_of(reason.code);
        }
    }
    return words;
}

// The columns that the file has.
std::vector<Field> fields_of(const RowView& view) {
    std::vector<Field> fields;
    fields.reserve(all_fields.size());
    std::ranges::copy_if(all_fields, std::back_inserter(fields), [&view](Field field) {
        return !heading_of(view, field).empty();
    });
    return fields;
}

Html field_of(const RowView& view, Field field) {
    const bool is_number = field == Field::nhs_number || field == Field::mobile;
    const bool is_short = is_number || field == Field::date_of_birth;
    nhs::Input input{
        .label = {.text = heading_of(view, field)},
        .error = {.text = reasons_with(view, field)},
        .name = std::string(lists::text(field)),
        .value = view.typed[index_of(field)],
        .spellcheck = false,
        .autocomplete = "off"
    };
    input.width = is_short ? 20 : 30;
    if (is_number) {
        input.inputmode = field == Field::mobile ? "tel" : "numeric";
    }
    if (field == Field::date_of_birth) {
        input.hint = {.text = "Day, month and year, for example 12/03/1980"};
    }
    return nhs::input(input);
}

// Of the row as a whole, said before the fields.
Html reasons_of_row(const RowView& view) {
    Html reasons;
    for (const lists::Reason& reason : view.reasons) {
        if (!reason.field) {
            reasons += p(title_of(reason.code));
        }
    }
    return when(!reasons.empty(), [&] { return nhs::inset_text({.content = reasons}); });
}

std::string spell_date(const std::string& cell) {
    const auto date = domain::DateOfBirth::parse_iso(cell);
    return date.ok() ? date->spelled() : cell;
}

nhs::TableRow
row_of(const RowView& view, const RowPlace& place, const lists::Cells& cells, std::string_view is) {
    const std::string name =
        cells[index_of(Field::full_name)].empty()
            ? cells[index_of(Field::given)] + " " + cells[index_of(Field::family)]
            : cells[index_of(Field::full_name)];
    const Html mobile = spell_contact(cells[index_of(Field::mobile)]);
    const Html email = cells[index_of(Field::email)];
    return {
        {.text = view.files.size() > 1 ? line_at_first(view.files, place.file, place.line)
                                       : with_commas(place.line)},
        {.text = is},
        {.text = name},
        {.text = spell_date(cells[index_of(Field::date_of_birth)]), .classes = "cohort-nowrap"},
        {.text = mobile + when(!mobile.empty() && !email.empty(), [] { return br(); }) + email,
         .is_block = true,
         .classes = "cohort-break"},
    };
}

// What the rows of one patient say, so that somebody can tell which is right.
Html rows_of_patient(const RowView& view) {
    if (view.others.first.empty()) {
        return {};
    }
    std::vector<nhs::TableRow> rows;
    rows.reserve(view.others.first.size() + 1);
    rows.push_back(row_of(
        view,
        {view.row.file, view.row.line},
        view.row.cells,
        view.row.state == lists::RefusedRow::State::mended ? "As it was" : "This row"
    ));
    for (const OtherRow& other : view.others.first) {
        rows.push_back(
            row_of(view, other.place, other.cells, other.on_list ? "On the list" : "Refused too")
        );
    }
    const Html table = nhs::table(
        {.caption = {.text = "The rows of this patient", .size = nhs::Size::s},
         .head =
             {{.text = "Line"},
              {.text = "Which"},
              {.text = "Name"},
              {.text = "Date of birth"},
              {.text = "Mobile and email"}},
         .rows = std::move(rows),
         .responsive = true}
    );
    return table + when(view.others.more > 0, [&view] {
               return p("These are the first of them", and_others(view.others.more), ".");
           });
}

std::vector<nhs::ErrorItem> errors_of(const RowView& view) {
    std::vector<nhs::ErrorItem> errors;
    const std::vector<Field> fields = fields_of(view);
    const auto to_field = [](Field field) { return Url::to_id(lists::text(field)); };
    const Url to_first = fields.empty() ? Url() : to_field(fields.front());
    if (!view.conflict.empty()) {
        errors.push_back(
            {.text = sentence(view.conflict),
             .href = view.conflict.starts_with("row.") ? "#leave-out" : to_first}
        );
    }
    if (view.judged) {
        for (const lists::Reason& reason : view.reasons) {
            errors.push_back(
                {.text = title_of(reason.code),
                 .href = reason.field ? to_field(*reason.field) : to_first}
            );
        }
    }
    return errors;
}

Html way_back_fields(const RowView& view) {
    return hidden("from", view.from) + hidden("after", view.after);
}

Url way_back(const RowView& view) {
    return view.from.empty()
               ? list_address(view.list.id)
               : refused_address(view.list.id, view.from).with_query("after", view.after);
}

Html correcting(const RowView& view) {
    return form(
        attr<"method">("post"),
        action(row_address(view.list.id, view.row.number)),
        attr<"novalidate">(""),
        attr<"autocomplete">("off"),
        token_field(view.token),
        way_back_fields(view),
        each(fields_of(view), [&view](Field field) { return field_of(view, field); }),
        nhs::button({.text = "Put this row on the list"})
    );
}

Html leaving_out(const RowView& view) {
    return h2(classes("nhsuk-heading-m"), "Or leave it out")
           + p("The row stays off the list. Its patient gets a message only if another row of the "
               "patient is on it.")
           + form(
               attr<"method">("post"),
               action(leave_out_address(view.list.id, view.row.number)),
               token_field(view.token),
               way_back_fields(view),
               nhs::button(
                   {.text = "Leave out " + line_in_words(view.files, view.row.file, view.row.line),
                    .look = nhs::ButtonLook::secondary,
                    .id = "leave-out"}
               )
           );
}

// Why nothing can be done here; empty where something can.
std::string why_not(const RowView& view) {
    if (view.list.state != lists::State::draft) {
        return sentence("list.not_draft");
    }
    if (view.file_being_added) {
        return sentence("list.file_being_added");
    }
    switch (view.row.state) {
    case lists::RefusedRow::State::refused:
        return {};
    case lists::RefusedRow::State::mended:
        return "This row is on the list now. Nothing needs to be done.";
    case lists::RefusedRow::State::left_out:
        return "This row is left out. Put it back if it should be on the list after all: the "
               "list's "
               "page leads to the rows left out.";
    }
    return {};
}

Html body_of(const RowView& view) {
    const std::string closed = why_not(view);
    if (!closed.empty()) {
        return nhs::inset_text({.text = closed}) + rows_of_patient(view)
               + p(a(href(way_back(view)), "Go back"));
    }
    return reasons_of_row(view) + rows_of_patient(view)
           + p(view.others.first.empty()
                   ? "Look the patient up in your clinical system, and type what is right. It is "
                     "checked by the same rules as the file."
                   : "Look the patient up in your clinical system. If this row is wrong, leave it "
                     "out. If it is right, leave out the others. If it is somebody else's, type "
                     "the "
                     "right NHS number.")
           + correcting(view) + leaving_out(view);
}

}

Page row_page(const RowView& view) {
    const std::string title = "Correct " + line_in_words(view.files, view.row.file, view.row.line);
    const Html content =
        span(classes("nhsuk-caption-l"), "Refused row of ", view.list.name)
        + h1(classes("nhsuk-heading-l"), title)
        + p("File: ", span(classes("cohort-break"), name_of_file(view.files, view.row.file)))
        + body_of(view);
    return {
        .title = title,
        .before_content = nhs::back_link({.href = way_back(view)}),
        .errors = errors_of(view),
        .content = content,
        .width = view.others.first.empty() ? Width::two_thirds : Width::full
    };
}

}

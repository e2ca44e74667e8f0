#include "edge/staff_web/refused_csv.hpp"

#include "domain/cell_text.hpp"
#include "domain/csv_cell.hpp"
#include "domain/patient_name.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/words.hpp"

#include <algorithm>
#include <utility>

namespace cohort::staff_web {
namespace {

using lists::Field;

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

std::string_view column_heading(Field field) {
    switch (field) {
    case Field::given:
        return "Given Name";
    case Field::family:
        return "Family Name";
    case Field::full_name:
        return "Full Name";
    case Field::date_of_birth:
        return "Date of Birth";
    case Field::nhs_number:
        return "NHS Number";
    case Field::mobile:
        return "Mobile Telephone";
    case Field::email:
        return "E-mail";
    }
    return {};
}

bool is_number_or_date(Field field) {
    return field == Field::date_of_birth || field == Field::nhs_number || field == Field::mobile;
}

const std::string& cell_of(const lists::RefusedRow& row, Field field) {
    return row.cells[static_cast<std::size_t>(field)];
}

void append_number(std::string& out, const std::string& cell) {
    // Unwrapped first: what is already ="…" or behind an apostrophe must not be so twice.
    const domain::PlainCell plain(cell);
    domain::append_csv_literal(out, plain.view().empty() ? std::string_view(cell) : plain.view());
}

// An apostrophe may begin an address, and with it alone '+bob@example.org would be read as somebody
// else's. With a blank behind it no address can be read, and somebody has to look.
void append_email(std::string& out, const std::string& cell) {
    domain::append_csv_words(out, domain::is_formula_like(cell) ? "' " + cell : cell);
}

// Where some files have one column of names and some have two.
std::string whole_name_of(const lists::RefusedRow& row) {
    const std::string& full = cell_of(row, Field::full_name);
    const std::string& given = cell_of(row, Field::given);
    const std::string& family = cell_of(row, Field::family);
    if (!full.empty() || given.empty() || family.empty()) {
        return full + given + family;
    }
    return given + " " + family;
}

}

RefusedCsv::RefusedCsv(std::vector<lists::File> files) : files_(std::move(files)) {
    const bool in_one = has(Field::full_name);
    for (const Field field :
         {Field::given,
          Field::family,
          Field::full_name,
          Field::date_of_birth,
          Field::nhs_number,
          Field::mobile,
          Field::email}) {
        const bool is_part = field == Field::given || field == Field::family;
        if (has(field) && !(is_part && in_one)) {
            fields_.push_back(field);
        }
    }
}

bool RefusedCsv::has(lists::Field field) const {
    return std::ranges::any_of(files_, [field](const lists::File& file) {
        return !file.headings[static_cast<std::size_t>(field)].empty();
    });
}

std::string RefusedCsv::heading() const {
    std::string out(byte_order_mark);
    for (const Field field : fields_) {
        domain::append_csv_words(out, column_heading(field));
        out += ',';
    }
    for (const std::string_view name : {"File", "Line"}) {
        domain::append_csv_words(out, name);
        out += ',';
    }
    domain::append_csv_words(out, "Why it was refused");
    out += line_end;
    return out;
}

void RefusedCsv::append(std::string& out, const lists::RefusedRow& row) const {
    for (const Field field : fields_) {
        if (is_number_or_date(field)) {
            append_number(out, cell_of(row, field));
        } else if (field == Field::email) {
            append_email(out, cell_of(row, field));
        } else if (field == Field::full_name) {
            domain::append_csv_words(out, whole_name_of(row));
        } else {
            domain::append_csv_words(out, cell_of(row, field));
        }
        out += ',';
    }
    domain::append_csv_words(out, name_of_file(files_, row.file));
    out += ',';
    domain::append_csv_words(out, std::to_string(row.line));
    out += ',';
    std::string why;
    for (const lists::Reason& reason : row.reasons) {
        why += (why.empty() ? "" : " ") + title_of(reason.code);
    }
    domain::append_csv_words(out, why);
    out += line_end;
}

}

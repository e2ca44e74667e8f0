#include "flow/upload/reader/rows.hpp"

#include "domain/character_count.hpp"
#include "domain/csv_cell.hpp"
#include "domain/limits.hpp"
#include "domain/text_normal.hpp"
#include "flow/upload/reader/heading_names.hpp"

#include <algorithm>
#include <array>

namespace cohort::upload {

namespace {

constexpr std::array every_column = {
    Column::given,
    Column::family,
    Column::full_name,
    Column::date_of_birth,
    Column::nhs_number,
    Column::mobile,
    Column::email
};

bool has_digit(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

// Of names and addresses, which a spreadsheet's file keeps from being run by an apostrophe. Our own
// download puts a blank behind it in an address, where an apostrophe may be the first letter.
std::string_view unwrapped(Column column, std::string_view cell) {
    switch (column) {
    case Column::given:
    case Column::family:
    case Column::full_name:
        return domain::unwrapped_words(cell);
    case Column::email:
        if (cell.starts_with("' ") && domain::is_formula_like(cell.substr(2))) {
            return cell.substr(2);
        }
        return domain::unwrapped_words(cell);
    case Column::date_of_birth:
    case Column::nhs_number:
    case Column::mobile:
        break; // unwrapped where they are read
    }
    return cell;
}

bool begins_with_letter(std::string_view text) {
    const char first = text.empty() ? '0' : text.front();
    return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
}

}

std::string kept_of(const RowVerdict& verdict, Column column) {
    switch (column) {
    case Column::given:
        return verdict.name->given();
    case Column::family:
        return verdict.name->family();
    case Column::full_name:
        return verdict.name->full();
    case Column::date_of_birth:
        return verdict.date_of_birth->iso();
    case Column::nhs_number:
        return verdict.nhs_number->reveal();
    case Column::mobile:
        return verdict.mobile ? verdict.mobile->reveal() : std::string{};
    case Column::email:
        return verdict.email ? verdict.email->reveal() : std::string{};
    }
    return {};
}

RowJudge::RowJudge(
    const Heading& heading, std::chrono::year_month_day today, domain::International international
)
    : heading_(heading), today_(today), international_(international) {}

const RowVerdict&
RowJudge::judge(const RecordScanner& record, DateColumn& dates, const SeenPatients& seen) {
    start_again();
    take_cells(record);
    if (!judge_shape(record)) {
        return verdict_;
    }
    auto number = domain::NhsNumber::parse(cell(Column::nhs_number));
    if (number) {
        seen.expect(digits_of(number->reveal()));
    }
    judge_name();
    judge_date(dates);
    judge_nhs_number(std::move(number));
    judge_contacts();
    return verdict_;
}

const RowVerdict& RowJudge::refuse(ErrorCode code) {
    start_again();
    verdict_.cells = {};
    verdict_.reasons.push_back({code, std::nullopt});
    return verdict_;
}

const RowVerdict& RowJudge::judge_cells(const std::array<std::string, column_count>& cells) {
    start_again();
    for (std::size_t column = 0; column < column_count; ++column) {
        const bool there = heading_.has(static_cast<Column>(column));
        verdict_.cells[column] = there ? domain::trim(cells[column]) : std::string_view{};
        if (domain::count_characters(verdict_.cells[column])
            > domain::limits::list_cell_characters_max) {
            reject("row.cell_too_long", static_cast<Column>(column));
        }
    }
    if (!verdict_.reasons.empty()) {
        return verdict_;
    }
    DateColumn alone;
    judge_name();
    judge_date(alone);
    judge_nhs_number(domain::NhsNumber::parse(cell(Column::nhs_number)));
    judge_contacts();
    return verdict_;
}

void RowJudge::start_again() {
    verdict_.reasons.clear();
    verdict_.warnings.clear();
    verdict_.nhs_number.reset();
    verdict_.name.reset();
    verdict_.date_of_birth.reset();
    verdict_.date_differs_by_order = false;
    verdict_.mobile.reset();
    verdict_.email.reset();
}

void RowJudge::take_cells(const RecordScanner& record) {
    for (std::size_t column = 0; column < column_count; ++column) {
        const int slot = heading_.slots[column];
        const std::string_view cell =
            slot < 0 ? std::string_view{} : record.cell(static_cast<std::size_t>(slot));
        verdict_.cells[column] = unwrapped(static_cast<Column>(column), domain::trim(cell));
    }
}

void RowJudge::reject(ErrorCode code, Column column) {
    verdict_.reasons.push_back({code, column});
}

void RowJudge::warn(ErrorCode code, Column column) {
    verdict_.warnings.push_back({code, column});
}

// A row whose cells may not be where they seem is not read any further.
bool RowJudge::judge_shape(const RecordScanner& record) {
    const auto whole_row = [&](ErrorCode code) {
        verdict_.reasons.push_back({code, std::nullopt});
    };
    if (record.bad_quoting()) {
        whole_row("row.bad_quoting");
        verdict_.cells = {};
        return false;
    }
    if (record.cell_too_long()) {
        whole_row("row.cell_too_long");
    }
    if (record.filled_columns() > heading_.names.size()) {
        whole_row("row.too_many_cells");
    }
    if (!verdict_.reasons.empty()) {
        verdict_.cells = {};
        return false;
    }
    if (is_repeated_heading()) {
        whole_row("row.repeated_header");
        return false;
    }
    if (is_not_a_patient(record)) {
        whole_row("row.not_a_patient");
        return false;
    }
    return true;
}

bool RowJudge::is_repeated_heading() const {
    if (has_digit(cell(Column::nhs_number))) {
        return false;
    }
    const auto names_a_column = [&](Column column) {
        const std::string_view text = cell(column);
        return !text.empty() && known_heading(text).has_value();
    };
    return std::ranges::count_if(every_column, names_a_column) >= 3;
}

// Continuation rows of an event report leave the identity blank. Footers ('Total: 25',
// 'Confidential') stand in one cell, or in a record that stops before the columns of identity;
// wherever they land, there is no birthday and no number beside them.
bool RowJudge::is_not_a_patient(const RecordScanner& record) const {
    const std::string_view nhs_number = cell(Column::nhs_number);
    const std::string_view birth = cell(Column::date_of_birth);
    const auto is_filled = [&](Column column) { return !cell(column).empty(); };
    const bool named =
        is_filled(Column::given) || is_filled(Column::family) || is_filled(Column::full_name);
    if (nhs_number.empty() && birth.empty() && !named) {
        return true;
    }
    const bool reachable = is_filled(Column::mobile) || is_filled(Column::email);
    const auto filled = std::ranges::count_if(every_column, is_filled);
    if (filled == 1) {
        return named || begins_with_letter(nhs_number) || begins_with_letter(birth);
    }
    const bool cut_short = record.columns() < heading_.names.size();
    return cut_short && birth.empty() && !reachable && !has_digit(nhs_number);
}

void RowJudge::judge_name() {
    const bool in_one = heading_.has(Column::full_name);
    const std::string_view given = cell(in_one ? Column::full_name : Column::given);
    const std::string_view family = cell(Column::family);
    auto reading =
        in_one ? domain::PatientName::parse_full(given) : domain::PatientName::parse(given, family);
    if (!reading) {
        const bool family_at_fault =
            !in_one && !family.empty() && !domain::PatientName::parse("", family);
        if (family_at_fault) {
            reject(reading.error().code, Column::family);
        } else {
            reject(reading.error().code, in_one ? Column::full_name : Column::given);
        }
        return;
    }
    if (reading->bidi_removed || reading->partial || reading->formula_like) {
        warn_about_name(*reading);
    }
    verdict_.name = std::move(reading->name);
}

// Each warning names the part it is about; the given name, where it is about both.
void RowJudge::warn_about_name(const domain::NameReading& reading) {
    const auto part = [this](bool given) {
        return heading_.has(Column::full_name) ? Column::full_name
               : given                         ? Column::given
                                               : Column::family;
    };
    if (reading.bidi_removed) {
        const auto given = domain::PatientName::parse(cell(Column::given), "");
        warn("name.bidi_removed", part(given && given->bidi_removed));
    }
    if (reading.partial) {
        warn("name.partial", part(reading.name.given().empty()));
    }
    if (reading.formula_like) {
        warn("formula_like", part(domain::is_formula_like(reading.name.given())));
    }
}

void RowJudge::judge_date(DateColumn& dates) {
    const auto reading = domain::read_date(cell(Column::date_of_birth));
    if (!reading) {
        reject(reading.error().code, Column::date_of_birth);
        return;
    }
    dates.add(reading->sense());
    const auto date = reading->as(domain::DateOrder::day_first, today_);
    if (!date) {
        reject(date.error().code, Column::date_of_birth);
        return;
    }
    if (date->two_digit_year) {
        warn("dob.two_digit_year", Column::date_of_birth);
    }
    verdict_.date_of_birth = date->date;
    verdict_.date_differs_by_order = reading->differs_by_order();
}

void RowJudge::judge_nhs_number(Result<domain::NhsNumber> number) {
    if (!number) {
        reject(number.error().code, Column::nhs_number);
        return;
    }
    verdict_.nhs_number = std::move(*number);
}

// One good contact is enough: what is wrong with the other is then a warning.
void RowJudge::judge_contacts() {
    std::optional<ErrorCode> mobile_fault;
    std::optional<ErrorCode> email_fault;
    const std::string_view mobile_text = cell(Column::mobile);
    const std::string_view email_text = cell(Column::email);
    if (!mobile_text.empty()) {
        auto mobile = domain::MobileNumber::parse(mobile_text, international_);
        if (mobile) {
            if (mobile->leading_zero_restored) {
                warn("mobile.leading_zero_restored", Column::mobile);
            }
            verdict_.mobile = std::move(mobile->number);
        } else if (mobile.error().code != ErrorCode{"mobile.missing"}) {
            mobile_fault = mobile.error().code;
        }
    }
    if (!email_text.empty()) {
        auto email = domain::EmailAddress::parse(email_text);
        if (email) {
            verdict_.email = std::move(*email);
        } else if (email.error().code != ErrorCode{"email.missing"}) {
            email_fault = email.error().code;
        }
    }
    const bool reachable = verdict_.mobile || verdict_.email;
    const auto tell = [&](ErrorCode fault, Column column) {
        if (reachable) {
            warn(fault, column);
        } else {
            reject(fault, column);
        }
    };
    if (mobile_fault) {
        tell(*mobile_fault, Column::mobile);
    }
    if (email_fault) {
        tell(*email_fault, Column::email);
    }
    if (!reachable && !mobile_fault && !email_fault) {
        verdict_.reasons.push_back({"contact.missing", std::nullopt});
    }
}

}

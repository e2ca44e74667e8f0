#pragma once
// What the reader's tests share: a heading, good rows, the contract's codes, and a reading as text
// that can be compared.
#include "flow/upload/reader/read_list.hpp"

#include <fmt/format.h>
#include <set>
#include <string>
#include <string_view>

namespace cohort::upload::test {

inline constexpr std::chrono::year_month_day today{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}
};

inline constexpr std::string_view heading =
    "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address\n";
inline constexpr std::string_view good_row =
    "Testina,Testpatient,25/03/1980,9990000018,07700900001,testina@example.org\n";
inline constexpr std::string_view other_row =
    "Mockford,Notreal,26/03/1980,9990000026,07700900002,mockford@example.org\n";

// Every code that the contract names.
inline const std::set<std::string_view> contract_codes = {
    "encoding.windows_1252",
    "encoding_unknown",
    "nul_bytes",
    "empty_file",
    "not_csv.xlsx",
    "not_csv.xls",
    "not_csv.pdf",
    "not_csv.html",
    "not_csv.image",
    "not_csv.zip",
    "not_csv.json",
    "too_many_rows",
    "too_large",
    "row.cell_too_long",
    "row.bad_quoting",
    "unterminated_quote",
    "row.too_many_cells",
    "preamble.skipped",
    "no_header",
    "no_rows",
    "missing_columns",
    "duplicate_columns",
    "column.no_mobile",
    "column.no_email",
    "pseudonymised",
    "row.repeated_header",
    "row.not_a_patient",
    "name.bidi_removed",
    "name.control_characters",
    "name.too_long",
    "name.missing",
    "name.partial",
    "formula_like",
    "dob.two_digit_year",
    "dob.ambiguous",
    "dob.missing",
    "dob.invalid",
    "dob.out_of_range",
    "dob.excel_serial",
    "dates.month_first",
    "dates.order_assumed",
    "nhs_number.missing",
    "nhs_number.invalid",
    "nhs_number.check_digit",
    "nhs_number.placeholder",
    "nhs_number.excel_damage",
    "mobile.leading_zero_restored",
    "mobile.invalid",
    "mobile.landline",
    "mobile.not_mobile",
    "mobile.multiple",
    "mobile.excel_damage",
    "mobile.international",
    "email.invalid",
    "email.multiple",
    "contact.missing",
    "duplicate.identical",
    "duplicate.conflict",
    "contact.shared",
};

inline ListReading read(std::string_view bytes) {
    return read_list(bytes, {.today = today});
}

inline std::string text(const auto&... parts) {
    std::string all;
    ((all += parts), ...);
    return all;
}

// Everything there is to see of a reading.
inline std::string picture(const ListReading& reading) {
    const auto& facts = reading.facts();
    std::string out = fmt::format(
        "{} {} {} {} {} {} {}\n",
        name_of(facts.encoding),
        facts.separator,
        name_of(facts.source.system),
        facts.heading_line,
        facts.records,
        facts.patients,
        facts.headings.size()
    );
    if (const auto& refusal = reading.refusal()) {
        out += fmt::format(
            "refused {} {} {} {}\n",
            refusal->code.text(),
            refusal->line.value_or(0),
            refusal->limit,
            refusal->found
        );
    }
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        const auto row = reading.reveal(index);
        out += fmt::format(
            "{}: {}|{}|{}|{}|{}|{}\n",
            row.line,
            row.nhs_number,
            row.given,
            row.family,
            row.date_of_birth,
            row.mobile,
            row.email
        );
    }
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        const auto row = reading.rejected(index);
        out += fmt::format("{}!", row.line);
        for (const auto& reason : row.reasons) {
            out +=
                fmt::format(" {} {} {}", reason.code.text(), reason.heading, reason.cell.reveal());
        }
        for (const auto& cell : row.cells) {
            out += fmt::format("|{}", cell.reveal());
        }
        out += row.patient ? " a patient\n" : "\n";
    }
    for (const auto& warning : reading.warnings()) {
        out += fmt::format(
            "{}? {} {}|{}|{}\n",
            warning.line.value_or(0),
            warning.code.text(),
            warning.heading,
            warning.found.reveal(),
            warning.kept.reveal()
        );
    }
    out += fmt::format("{}\n", fmt::join(reading.ages(), " "));
    return out;
}

}

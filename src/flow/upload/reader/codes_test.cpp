// One small file for each rule and each code of the patient-list contract.
#include "domain/sentences/sentences.hpp"
#include "flow/upload/reader/test_lists.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <vector>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

enum class Says { refused, rejected, warned };

struct Case {
    std::string_view label;
    Says says;
    std::string_view code;
    std::uint64_t line; // 0: the file as a whole
    std::string bytes;
    ReadOptions options = {.today = today};
};

// A good row but for one cell.
std::string row(std::string_view column, std::string_view cell) {
    const auto either = [&](std::string_view name, std::string_view usual) {
        return std::string{column == name ? cell : usual};
    };
    return either("given", "Testina") + "," + either("family", "Testpatient") + ","
           + either("dob", "25/03/1980") + "," + either("nhs", "9990000018") + ","
           + either("mobile", "") + "," + either("email", column == "mobile" ? "" : "t@example.org")
           + "\n";
}

std::string file(std::string_view column, std::string_view cell) {
    return text(heading, row(column, cell));
}

// The cell's fault, with a good other contact.
std::string with_email(std::string_view mobile) {
    return text(heading, "Testina,Testpatient,25/03/1980,9990000018,", mobile, ",t@example.org\n");
}

using namespace std::string_literals;

std::vector<Case> cases() {
    const std::string good = text(heading, good_row);
    const std::string long_name(256, 'x');
    const std::string long_cell(4097, 'x');
    const std::string utf_16 = "\xFF\xFEG\0i\0v\0\0\0"s;
    return {
        {"nothing", Says::refused, "empty_file", 0, ""},
        {"blanks", Says::refused, "empty_file", 0, " \r\n\t\n"},
        {"only a mark", Says::refused, "empty_file", 0, "\xEF\xBB\xBF"},
        {"only Ctrl-Z", Says::refused, "empty_file", 0, "\x1A"},
        {"a name in Windows-1252",
         Says::warned,
         "encoding.windows_1252",
         0,
         file("given", "Ren\xE9")},
        {"UTF-8 beside bytes that are not",
         Says::refused,
         "encoding_unknown",
         0,
         text(heading, row("given", "Ren\xC3\xA9"), row("given", "Ren\xE9 x"))},
        {"a byte Windows-1252 lacks", Says::refused, "encoding_unknown", 0, file("given", "a\x81 b")
        },
        {"a mark, then no UTF-8",
         Says::refused,
         "encoding_unknown",
         0,
         text("\xEF\xBB\xBF", file("given", "Ren\xE9 "))},
        {"NUL in a cell", Says::refused, "nul_bytes", 0, file("given", "a\0b"s)},
        {"NUL in UTF-16", Says::refused, "nul_bytes", 0, utf_16},
        {"a workbook",
         Says::refused,
         "not_csv.xlsx",
         0,
         "PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml"s
        },
        {"an old workbook", Says::refused, "not_csv.xls", 0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 x"},
        {"a document", Says::refused, "not_csv.pdf", 0, "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"},
        {"a web page", Says::refused, "not_csv.html", 0, "\n <!DOCTYPE html><html>"},
        {"a picture", Says::refused, "not_csv.image", 0, "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"s},
        {"an archive",
         Says::refused,
         "not_csv.zip",
         0,
         "PK\x03\x04\x14\0\0\0\x08\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x05\0\0\0a.csv"s},
        {"JSON", Says::refused, "not_csv.json", 0, "[{\"nhs_number\": \"9990000018\"}]"},
        {"a patient too many",
         Says::refused,
         "too_many_rows",
         0,
         text(heading, good_row, other_row),
         {.patients_max = 1, .today = today}},
        {"a record too many",
         Says::refused,
         "too_many_rows",
         0,
         text(
             heading,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row,
             good_row
         ),
         {.patients_max = 1, .today = today}},
        {"a byte too many",
         Says::refused,
         "too_large",
         0,
         good,
         {.bytes_max = heading.size() + good_row.size() - 1, .today = today}},
        {"a cell too long", Says::rejected, "row.cell_too_long", 2, file("given", long_cell)},
        {"text after a closing quote",
         Says::rejected,
         "row.bad_quoting",
         2,
         file("given", "\"Testina\" x")},
        {"a quote that never closes",
         Says::refused,
         "unterminated_quote",
         3,
         text(heading, good_row, row("family", "\"Testpatient"), other_row)},
        {"a quote that never closes before the heading",
         Says::refused,
         "unterminated_quote",
         1,
         text("\"Report\n", good)},
        {"a cell beyond the heading",
         Says::rejected,
         "row.too_many_cells",
         2,
         text(heading, "Testina,Test,patient,25/03/1980,9990000018,07700900001,t@example.org\n")},
        {"a preamble", Says::warned, "preamble.skipped", 0, text("My report,,,,,\n", good)},
        {"no heading", Says::refused, "no_header", 0, std::string{good_row}},
        {"only a heading", Says::refused, "no_rows", 0, text(heading, "\n,,,,,\n")},
        {"no date of birth",
         Says::refused,
         "missing_columns",
         0,
         "Given Name,Family Name,NHS Number,Mobile\nA,B,9990000018,07700900001\n"},
        {"nothing to reach by",
         Says::refused,
         "missing_columns",
         0,
         "Given Name,Family Name,DOB,NHS Number,Home Telephone\nA,B,25/03/1980,9990000018,\n"},
        {"a column twice",
         Says::refused,
         "duplicate_columns",
         0,
         "First Name,Given Name,Family Name,DOB,NHS Number,Mobile\n"},
        {"no mobile column",
         Says::warned,
         "column.no_mobile",
         0,
         "Given Name,Family Name,DOB,NHS Number,Email\nA,B,25/03/1980,9990000018,a@example.org\n"},
        {"no email column",
         Says::warned,
         "column.no_email",
         0,
         "Given Name,Family Name,DOB,NHS Number,Mobile\nA,B,25/03/1980,9990000018,07700900001\n"},
        {"a pseudonymised report",
         Says::refused,
         "pseudonymised",
         0,
         "Anonymised Identifier,Usual GP's GMC Number,Age,Gender\n1,2,3,F\n"},
        {"the heading again",
         Says::rejected,
         "row.repeated_header",
         3,
         text(heading, good_row, heading)},
        {"a footer", Says::rejected, "row.not_a_patient", 3, text(heading, good_row, "Total: 1\n")},
        {"a continuation row",
         Says::rejected,
         "row.not_a_patient",
         3,
         "Given Name,Family Name,DOB,NHS Number,Mobile,Drug\n"
         "A,B,25/03/1980,9990000018,07700900001,Aspirin\n,,,,,Simvastatin\n"},
        {"a direction override",
         Says::warned,
         "name.bidi_removed",
         2,
         file("given", "Test\xE2\x80\xAEina")},
        {"a control character",
         Says::rejected,
         "name.control_characters",
         2,
         file("given", "a\x01z")},
        {"a name too long", Says::rejected, "name.too_long", 2, file("family", long_name)},
        {"no name",
         Says::rejected,
         "name.missing",
         2,
         text(heading, ",,25/03/1980,9990000018,07700900001,\n")},
        {"half a name", Says::warned, "name.partial", 2, file("given", "")},
        {"a formula", Says::warned, "formula_like", 2, file("given", "=1+1")},
        {"a two-digit year", Says::warned, "dob.two_digit_year", 2, file("dob", "25/03/80")},
        {"two centuries", Says::rejected, "dob.ambiguous", 2, file("dob", "25/03/11")},
        {"no birthday", Says::rejected, "dob.missing", 2, file("dob", "")},
        {"no such day", Says::rejected, "dob.invalid", 2, file("dob", "31/02/1980")},
        {"month first, alone", Says::rejected, "dob.invalid", 2, file("dob", "03/25/1980")},
        {"born tomorrow", Says::rejected, "dob.out_of_range", 2, file("dob", "23/11/2026")},
        {"older than anybody", Says::rejected, "dob.out_of_range", 2, file("dob", "25/03/1890")},
        {"a serial", Says::rejected, "dob.excel_serial", 2, file("dob", "29305")},
        {"month first",
         Says::refused,
         "dates.month_first",
         0,
         text(heading, row("dob", "03/25/1980"), row("dob", "03/26/1980"), row("dob", "03/27/1980"))
        },
        {"either order", Says::warned, "dates.order_assumed", 0, file("dob", "03/04/1980")},
        {"no number", Says::rejected, "nhs_number.missing", 2, file("nhs", "")},
        {"no NHS number", Says::rejected, "nhs_number.invalid", 2, file("nhs", "12345")},
        {"a wrong check digit",
         Says::rejected,
         "nhs_number.check_digit",
         2,
         file("nhs", "9990000019")},
        {"a placeholder", Says::rejected, "nhs_number.placeholder", 2, file("nhs", "9999999999")},
        {"Excel on the NHS number",
         Says::rejected,
         "nhs_number.excel_damage",
         2,
         file("nhs", "9.99E+09")},
        {"Excel's lost nought",
         Says::warned,
         "mobile.leading_zero_restored",
         2,
         file("mobile", "7700900001")},
        {"no mobile number",
         Says::rejected,
         "mobile.invalid",
         2,
         file("mobile", "07700 900001 (wife)")},
        {"no mobile number, but an address", Says::warned, "mobile.invalid", 2, with_email("1")},
        {"a landline", Says::rejected, "mobile.landline", 2, file("mobile", "020 7946 0000")},
        {"a personal number",
         Says::rejected,
         "mobile.not_mobile",
         2,
         file("mobile", "070 1234 5678")},
        {"two numbers",
         Says::rejected,
         "mobile.multiple",
         2,
         file("mobile", "07700900001/07700900002")},
        {"Excel on the mobile",
         Says::rejected,
         "mobile.excel_damage",
         2,
         file("mobile", "4.47701E+11")},
        {"another country",
         Says::rejected,
         "mobile.international",
         2,
         file("mobile", "+33612345678")},
        {"no address", Says::rejected, "email.invalid", 2, file("email", "nobody")},
        {"two addresses",
         Says::rejected,
         "email.multiple",
         2,
         file("email", "a@example.org;b@example.org")},
        {"no contact", Says::rejected, "contact.missing", 2, file("email", "")},
        {"the same row again",
         Says::rejected,
         "duplicate.identical",
         3,
         text(heading, good_row, good_row)},
        {"the same patient, another birthday",
         Says::rejected,
         "duplicate.conflict",
         2,
         text(heading, row("dob", "25/03/1980"), row("dob", "26/03/1980"))},
        {"a mobile for two",
         Says::warned,
         "contact.shared",
         2,
         text(heading, good_row, "Mockford,Notreal,26/03/1980,9990000026,07700900001,\n")},
    };
}

bool is_said(const ListReading& reading, const Case& each) {
    switch (each.says) {
    case Says::refused:
        return reading.refusal() && reading.refusal()->code.text() == each.code
               && reading.refusal()->line.value_or(0) == each.line && reading.accepted_count() == 0;
    case Says::rejected:
        for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
            const auto found = reading.rejected(index);
            if (found.line == each.line && found.reasons.size() == 1
                && found.reasons.front().code.text() == each.code) {
                return true;
            }
        }
        return false;
    case Says::warned:
        return !reading.refusal() && reading.accepted_count() > 0
               && std::ranges::any_of(reading.warnings(), [&](const ListWarning& warning) {
                      return warning.code.text() == each.code
                             && warning.line.value_or(0) == each.line;
                  });
    }
    return false;
}

}

TEST_CASE("codes: each fault has its code, on its line") {
    for (const Case& each : cases()) {
        const ListReading reading = read_list(each.bytes, each.options);
        CAPTURE(each.label);
        CAPTURE(picture(reading));
        CHECK(is_said(reading, each));
    }
}

TEST_CASE("codes: every code of the contract is provoked") {
    std::set<std::string_view> provoked;
    for (const Case& each : cases()) {
        provoked.insert(each.code);
    }
    CHECK(provoked == contract_codes);
}

TEST_CASE("codes: every code of the contract has its sentence") {
    for (const std::string_view code : contract_codes) {
        CAPTURE(code);
        CHECK(domain::sentence_for(code) != nullptr);
    }
}

TEST_CASE("codes: a list without a fault says nothing") {
    const ListReading reading = read(text(heading, good_row, other_row));
    CHECK(reading.accepted_count() == 2);
    CHECK(reading.rejected_count() == 0);
    CHECK(reading.warnings().empty());
}

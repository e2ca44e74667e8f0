// The patient-list contract read from its text, line by line: where each rule begins and ends.
// codes_test provokes every code once; here the cases on both sides of every border are held.
#include "domain/csv_cell.hpp"
#include "flow/upload/reader/test_lists.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <rapidcheck.h>
#include <vector>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

using namespace std::string_literals;

// "refused CODE LINE", or for each row "2+" where a patient was accepted, "3!CODE,CODE" where not,
// then the warnings: "2?CODE", and "?CODE" about the file.
std::string said(const ListReading& reading) {
    if (const auto& refusal = reading.refusal()) {
        const std::string line = refusal->line ? " " + std::to_string(*refusal->line) : "";
        return "refused " + std::string{refusal->code.text()} + line;
    }
    std::string out;
    const auto add = [&out](std::string piece) { out += (out.empty() ? "" : " ") + piece; };
    for (std::size_t index = 0; index < reading.accepted_count(); ++index) {
        add(fmt::format("{}+", reading.reveal(index).line));
    }
    for (std::size_t index = 0; index < reading.rejected_count(); ++index) {
        const auto row = reading.rejected(index);
        std::string codes;
        for (const auto& reason : row.reasons) {
            codes += (codes.empty() ? "" : ",") + std::string{reason.code.text()};
        }
        add(fmt::format("{}!{}", row.line, codes));
    }
    for (const auto& warning : reading.warnings()) {
        const std::string line = warning.line ? std::to_string(*warning.line) : "";
        add(line + "?" + std::string{warning.code.text()});
    }
    return out;
}

struct Case {
    const char* label;
    std::string bytes;
    const char* says;
    ReadOptions options = {.today = today};
};

void check(const std::vector<Case>& cases) {
    for (const Case& each : cases) {
        CAPTURE(each.label);
        CHECK(said(read_list(each.bytes, each.options)) == each.says);
    }
}

std::string times(std::size_t count, std::string_view text) {
    std::string all;
    for (std::size_t each = 0; each < count; ++each) {
        all += text;
    }
    return all;
}

std::string padded(std::string text, std::size_t bytes) {
    text.resize(bytes, ' ');
    return text;
}

std::string list() {
    return text(heading, good_row);
}

// One patient as a row, changed where a case says so.
struct Row {
    std::string given = "Testina";
    std::string family = "Testpatient";
    std::string dob = "25/03/1980";
    std::string nhs = "9990000018";
    std::string mobile = "07700900001";
    std::string email = {};

    operator std::string() const {
        return given + "," + family + "," + dob + "," + nhs + "," + mobile + "," + email + "\n";
    }
};

std::string rows(std::initializer_list<Row> all) {
    std::string csv{heading};
    for (const Row& row : all) {
        csv += std::string(row);
    }
    return csv;
}

// Different patients, each with a mobile of their own, with these dates of birth.
std::string dated(std::initializer_list<std::pair<std::size_t, const char*>> dates) {
    // Check digits of 999 000 00: the first forty that there are.
    static constexpr std::string_view numbers[] = {
        "9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069",
        "9990000077", "9990000085", "9990000093", "9990000107", "9990000115", "9990000123",
        "9990000131", "9990000158", "9990000166", "9990000174", "9990000182", "9990000190",
        "9990000204", "9990000212", "9990000220", "9990000239", "9990000247", "9990000255",
        "9990000263", "9990000271", "9990000298", "9990000301", "9990000328", "9990000336",
        "9990000344"
    };
    std::string csv{heading};
    std::size_t next = 0;
    for (const auto& [count, date] : dates) {
        for (std::size_t each = 0; each < count; ++each, ++next) {
            csv += std::string(
                Row{.dob = date,
                    .nhs = std::string{numbers[next]},
                    .mobile = fmt::format("07700900{:03}", next)}
            );
        }
    }
    return csv;
}

}

TEST_CASE("contract: bytes, at their limits") {
    const std::string two = text(heading, good_row, other_row);
    const ReadOptions three{.patients_max = 3, .today = today};
    const std::string three_patients = text(two, std::string(Row{.nhs = "9990000034"}));
    const std::string with_notes = "Given Name,Family Name,DOB,NHS "
                                   "Number,Mobile,Notes\nA,B,25/03/1980,9990000018,07700900001,";
    check({
        {"as many patients as are allowed",
         three_patients,
         "2+ 3+ 4+ 2?contact.shared 4?contact.shared",
         three},
        {"one more",
         text(three_patients, std::string(Row{.nhs = "9990000042"})),
         "refused too_many_rows",
         three},
        {"ten records for each",
         text(heading, times(29, "x\n"), good_row),
         "refused too_many_rows",
         {.patients_max = 2, .today = today}},
        {"blank records are none", text(heading, times(40, ",,,,,\n\n"), good_row), "82+", three},
        {"a byte limit met", padded(list(), 500), "2+", {.bytes_max = 500, .today = today}},
        {"a byte limit passed",
         padded(list(), 501),
         "refused too_large",
         {.bytes_max = 500, .today = today}},
        {"10 MiB", padded(list(), 10 * 1024 * 1024), "2+"},
        {"10 MiB and one", padded(list(), 10 * 1024 * 1024 + 1), "refused too_large"},
        {"1 KiB for each patient",
         padded(list(), 20'000 * 1024),
         "2+",
         {.patients_max = 20'000, .today = today}},
        {"and one",
         padded(list(), 20'000 * 1024 + 1),
         "refused too_large",
         {.patients_max = 20'000, .today = today}},
        {"fewer patients, as many bytes",
         padded(list(), 10 * 1024 * 1024),
         "2+",
         {.patients_max = 5, .today = today}},
        {"4,096 characters in any cell",
         text(with_notes, std::string(4096, 'x')),
         "2+ ?column.no_email"},
        {"4,097", text(with_notes, std::string(4097, 'x')), "2!row.cell_too_long ?column.no_email"},
        {"4,096 of two bytes", text(with_notes, times(4096, "é")), "2+ ?column.no_email"},
        {"4,097 of four bytes",
         text(with_notes, times(4097, "😀")),
         "2!row.cell_too_long ?column.no_email"},
        {"blanks of every kind", " \t\u00A0\u3000\uFEFF\r\n\n", "refused empty_file"},
        {"UTF-16 of blanks", "\xFF\xFE \0\n\0"s, "refused empty_file"},
    });
    CHECK(said(read_list(text(heading, times(20, "x\n")), {.patients_max = 2, .today = today}))
              .starts_with("2!row"));
}

TEST_CASE("contract: Windows-1252 is the whole of it, and no more") {
    // By the Unicode consortium's table; 81, 8D, 8F, 90 and 9D stand for nothing.
    constexpr std::string_view high[] = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡", "ˆ", "‰", "Š",
                                         "‹", "Œ", "",  "Ž", "",  "",  "‘", "’", "“", "”", "•",
                                         "–", "—", "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    for (unsigned byte = 0x80; byte < 0x100; ++byte) {
        const std::string name = std::string{"a"} + static_cast<char>(byte) + "b";
        const ListReading reading = read(rows({{.given = name}}));
        CAPTURE(byte);
        if (byte < 0xA0 && high[byte - 0x80].empty()) {
            CHECK(said(reading) == "refused encoding_unknown");
            continue;
        }
        std::string wanted = "a";
        if (byte < 0xA0) {
            wanted += high[byte - 0x80];
        } else if (byte == 0xA0) {
            wanted += " "; // a no-break space is inner white space
        } else {
            wanted += byte < 0xC0 ? '\xC2' : '\xC3';
            wanted += static_cast<char>(byte < 0xC0 ? byte : byte - 0x40);
        }
        REQUIRE(said(reading) == "2+ ?encoding.windows_1252");
        CHECK(reading.reveal(0).given == wanted + "b");
    }
}

TEST_CASE("contract: records, their separators, quotes and lines") {
    const auto with = [](char separator, std::string csv) {
        std::ranges::replace(csv, ',', separator);
        return csv;
    };
    check({
        {"semicolons", with(';', list()), "2+"},
        {"tabs", with('\t', list()), "2+"},
        {"sep= in capitals", text("SEP=;\r\n", with(';', list())), "3+"},
        {"sep= before what it does not say", text("sep=;\n", list()), "refused no_header"},
        {"sep= that is no comma, semicolon or tab", text("sep=|\n", with('|', list())), "3+"},
        {"commas inside cells of a semicolon file",
         "Given Name;Family Name;DOB;NHS Number;Mobile\nA;Smith, Jr;25/03/1980;9990000018;"
         "07700900001\n",
         "2+ ?column.no_email"},
        {"a quote as the last byte",
         text(heading, "A,B,25/03/1980,9990000018,07700900001,\"\""),
         "2+"},
        {"a quote alone as the last byte", text(list(), "\""), "refused unterminated_quote 3"},
        {"opened on the second line of its record",
         text(heading, "\"a\nb\",\"c\nd"),
         "refused unterminated_quote 3"},
        {"closed by half of two", rows({{.family = "\"Test\"\""}}), "refused unterminated_quote 2"},
        {"a backslash is no escape", rows({{.family = "\"Test\\\""}}), "2+"},
        {"blanks before and after quotes", rows({{.family = "  \t\"Test\" \t"}}), "2+"},
        {"text after them", rows({{.family = "\"Test\" x"}, {}}), "3+ 2!row.bad_quoting"},
        {"an opened quote gives the rows below back",
         rows(
             {{.family = "\"Test"},
              {.nhs = "9990000026", .mobile = "07700900002"},
              {.family = "\"Test\"", .nhs = "9990000034"}}
         ),
         "3+ 4+ 2!row.bad_quoting"},
        {"cells short of the heading",
         text(heading, "A,B,25/03/1980,9990000018,07700900001\n"),
         "2+"},
        {"empty cells beyond it",
         text(heading, "A,B,25/03/1980,9990000018,07700900001,, ,\u00A0,\n"),
         "2+"},
        {"a cell beyond them",
         text(heading, "A,B,25/03/1980,9990000018,07700900001,,,x\n"),
         "2!row.too_many_cells"},
        {"headings that are blank count for nothing",
         "Given Name,Family Name,DOB,NHS "
         "Number,Mobile,,\nA,B,25/03/1980,9990000018,07700900001,,x\n",
         "2!row.too_many_cells ?column.no_email"},
        {"numbers and dates as Excel keeps them",
         text(heading, "A,B,=\"25/03/1980\",\"=\"\"9990000018\"\"\",'07700900001,\n"),
         "2+"},
    });
}

TEST_CASE("contract: the heading, where it may stand and what it may be called") {
    check({
        {"the thirtieth record", text(times(29, "title\n\n"), list()), "60+ ?preamble.skipped"},
        {"the thirty-first", text(times(30, "title\n\n"), list()), "refused no_header"},
        {"two known headings are none", text("NHS Number,DOB\n", list()), "3+ ?preamble.skipped"},
        {"three are", text("NHS Number,DOB,Mobile\n", list()), "refused missing_columns"},
        {"text after a quote that closes in it",
         text(
             "\"Given Name\" x,Family Name,DOB,NHS Number,Mobile\n",
             "A,B,25/03/1980,9990000018,07700900001\n"
         ),
         "refused no_header 1"},
        {"a name that only begins like a known one",
         text(
             "Given Name,Family Name,DOB,NHS Number,Email,Mobile",
             std::string(300, '.'),
             "of the carer\nA,B,25/03/1980,9990000018,a@example.org,07700900001\n"
         ),
         "2+ ?column.no_mobile"},
        {"no row after it", text(heading, "\n,,,\n"), "refused no_rows"},
        {"a footer is a row", text(heading, "Total: 0\n"), "2!row.not_a_patient"},
        {"twice a column that is not used",
         "Drug,Drug,Given Name,Family Name,DOB,NHS "
         "Number,Mobile\n1,2,A,B,25/03/1980,9990000018,07700900001\n",
         "2+ ?column.no_email"},
        {"a stand-in beside its column",
         "Calling Name,Given Name,Family Name,DOB,NHS Number,Mobile,Telecom Number,Contact Number\n"
         "x,A,B,25/03/1980,9990000018,07700900001,1,2\n",
         "2+ ?column.no_email"},
        {"two stand-ins for one",
         "Given Name,Family Name,DOB,NHS Number,Telecom Number,Contact Number\n",
         "refused duplicate_columns"},
        {"home and work numbers",
         "Given Name,Family Name,DOB,NHS Number,Home Telephone,Work Telephone\n",
         "refused missing_columns"},
        {"an identifier that is not the first",
         "Age,Anonymised Identifier,Given Name,Family Name,DOB,NHS Number,Mobile\n"
         "1,2,A,B,25/03/1980,9990000018,07700900001\n",
         "2+ ?column.no_email"},
    });

    struct Names {
        std::size_t column;
        std::vector<const char*> names;
    };

    const std::vector<Names> all{
        {0,
         {"Given Name",
          "Given Names",
          "Given Name(s)",
          "first name",
          "FORENAME",
          "Forename(s)",
          "Calling Name",
          "Patient Details - Given Name",
          " Given  Name ",
          "given_name"}},
        {1, {"Family Name", "Surname", "Last Name", "LASTNAME", "Patient Details Surname"}},
        {2, {"Date of Birth", "DOB", "D.O.B.", "Birth Date", "Patient Date of Birth"}},
        {3, {"NHS Number", "NHS No", "NHS No.", "NHS Num", "nhs-number"}},
        {4,
         {"Mobile",
          "Mobile Telephone",
          "Mobile Number",
          "Mobile Phone",
          "Mobile No.",
          "Mobile Tel",
          "Mobile Telephone Number",
          "Telecom Number",
          "Preferred telephone number",
          "Contact number"}},
        {5, {"E-mail", "Email", "E-mail Address", "Email address", "Main email", "e mail"}},
    };
    for (const Names& each : all) {
        for (const char* name : each.names) {
            std::vector<std::string> cells{
                "Given Name", "Family Name", "DOB", "NHS No", "Mobile", "Email"
            };
            cells[each.column] = name;
            CAPTURE(name);
            CHECK(
                said(read(fmt::format("{}\n{}", fmt::join(cells, ","), std::string(good_row))))
                == "2+"
            );
        }
    }
    for (const char* name : {"Full Name", "Patient Name", "Patient Details - Full Name"}) {
        CAPTURE(name);
        const ListReading reading = read(text(
            name,
            ",DOB,NHS No,Mobile,Email\n\"TESTPATIENT, "
            "Testina\",25/03/1980,9990000018,07700900001,\n"
        ));
        REQUIRE(said(reading) == "2+");
        CHECK(reading.reveal(0).family == "TESTPATIENT");
    }
}

TEST_CASE("contract: a column of dates, which all of its dates decide") {
    const char* day_first = "25/03/1980";
    const char* month_first = "03/25/1980";
    const char* either = "03/04/1980";
    check({
        {"three of three", dated({{3, month_first}}), "refused dates.month_first"},
        {"two of two", dated({{2, month_first}}), "2!dob.invalid 3!dob.invalid"},
        {"a tenth", dated({{3, month_first}, {27, either}}), "refused dates.month_first"},
        {"less than a tenth",
         dated({{3, month_first}, {28, day_first}}),
         "5+ 6+ 7+ 8+ 9+ 10+ 11+ 12+ 13+ 14+ 15+ 16+ 17+ 18+ 19+ 20+ 21+ 22+ 23+ 24+ 25+ 26+ 27+ "
         "28+ 29+ 30+ "
         "31+ 32+ 2!dob.invalid 3!dob.invalid 4!dob.invalid"},
        {"either", dated({{2, either}}), "2+ 3+ ?dates.order_assumed"},
        {"two that are month first, and two that could be either",
         dated({{2, month_first}, {2, either}}),
         "2!dob.invalid 3!dob.invalid 4!dob.ambiguous 5!dob.ambiguous"},
        {"the same in either order",
         dated({{1, month_first}, {1, "03/03/1980"}}),
         "3+ 2!dob.invalid"},
        {"one that is month first, and proof of the contrary",
         dated({{1, month_first}, {1, either}, {1, day_first}}),
         "3+ 4+ 2!dob.invalid"},
        {"month first, and dates that have no order",
         dated({{1, month_first}, {1, "1980-04-03"}}),
         "3+ 2!dob.invalid"},
        {"either, and one that proves it", dated({{1, either}, {1, day_first}}), "2+ 3+"},
        {"the year first, or the month named",
         dated({{1, "1980-04-03"}, {1, "3 Apr 1980"}}),
         "2+ 3+"},
    });
    CHECK(read(dated({{1, either}})).reveal(0).date_of_birth == "1980-04-03");
}

TEST_CASE("contract: between rows") {
    check({
        {"the same, written otherwise",
         rows({{}, {.dob = "25 Mar 1980", .nhs = "999 000 0018", .mobile = "+44 7700 900001"}}),
         "2+ 3!duplicate.identical"},
        {"another name alone", rows({{}, {.given = "Tess"}}), "2+ 3!duplicate.identical"},
        {"another birthday",
         rows({{}, {.dob = "26/03/1980"}}),
         "2!duplicate.conflict 3!duplicate.conflict"},
        {"another mobile",
         rows({{}, {.mobile = "07700900002"}}),
         "2!duplicate.conflict 3!duplicate.conflict"},
        {"an email more",
         rows({{}, {.email = "t@example.org"}}),
         "2!duplicate.conflict 3!duplicate.conflict"},
        {"another email",
         rows({{.email = "a@example.org"}, {.email = "t@example.org"}}),
         "2!duplicate.conflict 3!duplicate.conflict"},
        {"the same email in other letters",
         rows({{.email = "Tess.T@Example.org"}, {.email = "tess.t@example.ORG"}}),
         "2+ 3!duplicate.identical"},
        {"the mobile less",
         rows({{.email = "t@example.org"}, {.mobile = "", .email = "t@example.org"}}),
         "2!duplicate.conflict 3!duplicate.conflict"},
        {"a third that differs",
         rows({{}, {}, {.dob = "26/03/1980"}}),
         "2!duplicate.conflict 3!duplicate.conflict 4!duplicate.conflict"},
        {"a mobile of two",
         rows({{}, {.nhs = "9990000026"}}),
         "2+ 3+ 2?contact.shared 3?contact.shared"},
        {"a mobile of one, twice", rows({{}, {}}), "2+ 3!duplicate.identical"},
        {"a mobile shared with nobody who is used",
         rows({{}, {.nhs = "9990000026"}, {.dob = "1/1/1980", .nhs = "9990000026"}}),
         "2+ 3!duplicate.conflict 4!duplicate.conflict"},
        {"an email of two",
         rows(
             {{.email = "t@example.org"},
              {.nhs = "9990000026", .mobile = "", .email = "t@example.org"}}
         ),
         "2+ 3+"},
    });
}

TEST_CASE("contract: what our own download writes is read as what it was") {
    CHECK(rc::check([] {
        const auto word = rc::gen::element<std::string>(
            "Ann",
            "=Ann",
            "+Ann",
            "-Ann",
            "@Ann",
            "'Ann",
            "'=Ann",
            "''-Ann",
            "\uFF1DAnn",
            "O'Ann",
            "=\"Ann\"",
            "Ann, \"Bob\"",
            "'t"
        );
        const std::string given = *word;
        const std::string family = *word;
        const std::string email =
            *rc::gen::element<std::string>("a@example.org", "+a@example.org", "=a@example.org");
        std::string csv{heading};
        domain::append_csv_words(csv, given);
        csv += ',';
        domain::append_csv_words(csv, family);
        csv += ",";
        domain::append_csv_literal(csv, "25/03/1980");
        csv += ",";
        domain::append_csv_literal(csv, "9990000018");
        csv += ",";
        domain::append_csv_literal(csv, "+44 7700 900001");
        csv += ",";
        domain::append_csv_words(csv, domain::is_formula_like(email) ? "' " + email : email);

        const ListReading reading = read(csv);

        RC_ASSERT(reading.accepted_count() == 1U);
        const auto row = reading.reveal(0);
        RC_ASSERT(row.given == given);
        RC_ASSERT(row.family == family);
        RC_ASSERT(row.mobile == "+447700900001");
        RC_ASSERT(row.email == email);
    }));
    check({
        {"a name behind an apostrophe",
         rows({{.given = "'=Ann", .family = "'t Hooft"}}),
         "2+ 2?formula_like"},
        {"an address behind one", rows({{.mobile = "", .email = "'+t@example.org"}}), "2+"},
    });
    CHECK(read(rows({{.given = "'=Ann"}})).reveal(0).given == "=Ann");
    CHECK(read(rows({{.email = "'+t@example.org"}})).reveal(0).email == "+t@example.org");
    CHECK(read(rows({{.email = "'t@example.org"}})).reveal(0).email == "'t@example.org");
}

TEST_CASE("contract: one good contact is enough, and what is wrong with the other is told") {
    check({
        {"both good", rows({{.email = "t@example.org"}}), "2+"},
        {"the mobile bad", rows({{.mobile = "1", .email = "t@example.org"}}), "2+ 2?mobile.invalid"
        },
        {"the email bad", rows({{.email = "t@"}}), "2+ 2?email.invalid"},
        {"both bad", rows({{.mobile = "1", .email = "t@"}}), "2!mobile.invalid,email.invalid"},
        {"one bad, one not there", rows({{.mobile = "1"}}), "2!mobile.invalid"},
        {"neither there", rows({{.mobile = " ", .email = "\u00A0"}}), "2!contact.missing"},
        {"everything bad",
         rows({{.given = "\x01", .dob = "x", .nhs = "1", .mobile = "1"}}),
         "2!name.control_characters,dob.invalid,nhs_number.invalid,mobile.invalid"},
        {"not there at all", text(heading, ",,,,,x\n"), "2!row.not_a_patient"},
    });
}

// What a reading tells of a row beyond its codes: the cells of refused rows, the patients among
// them, what a warning found and kept, and the ages.
#include "flow/upload/reader/test_lists.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <map>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

// In the order of Column, with '|' between.
std::string cells(const RejectedRow& row) {
    std::string out;
    for (const FoundCell& cell : row.cells) {
        out += text("|", cell.reveal());
    }
    return out.substr(1);
}

std::string cells_of_only_row(std::string_view csv) {
    const ListReading reading = read(csv);
    REQUIRE(reading.rejected_count() == 1);
    return cells(reading.rejected(0));
}

// "code column heading: found > kept" of each warning about a row, a line each.
std::string warned(std::string_view csv) {
    const ListReading reading = read(csv);
    std::string out;
    for (const ListWarning& warning : reading.warnings()) {
        if (warning.line) {
            out += fmt::format(
                "{} {} {}: {} > {}\n",
                warning.code.text(),
                name_of(warning.column.value()),
                warning.heading,
                warning.found.reveal(),
                warning.kept.reveal()
            );
        }
    }
    return out;
}

std::map<std::size_t, std::uint32_t> ages(std::initializer_list<const char*> births) {
    std::string csv{heading};
    int next = 0;
    // Every number ends in its check digit.
    static constexpr std::string_view numbers[] = {
        "9990000018", "9990000026", "9990000034", "9990000042", "9990000050", "9990000069"
    };
    for (const char* birth : births) {
        csv += fmt::format("A,B,{},{},,a{}@example.org\n", birth, numbers[next], next);
        ++next;
    }
    const ListReading reading = read(csv);
    REQUIRE(reading.accepted_count() == births.size());
    std::map<std::size_t, std::uint32_t> counted;
    for (std::size_t age = 0; age < reading.ages().size(); ++age) {
        if (reading.ages()[age] > 0) {
            counted[age] = reading.ages()[age];
        }
    }
    return counted;
}

}

TEST_CASE("reading: a refused row has its cells whole, trimmed, as they were found") {
    const std::string note(300, 'x');
    CHECK(
        cells_of_only_row(text(
            heading,
            " Testina ,\"Test\npatient\",31/13/1980,999 000 0018,07700 900001 (",
            note,
            "),\n"
        ))
        == text("Testina|Test\npatient||31/13/1980|999 000 0018|07700 900001 (", note, ")|")
    );
}

TEST_CASE("reading: a reason has the beginning of its cell") {
    const ListReading reading = read(text(
        heading, "Testina,Testpatient,25/03/1980,9990000018,", std::string(99, 'x'), "\u00E9,\n"
    ));

    const RejectedRow row = reading.rejected(0);

    REQUIRE(row.reasons.size() == 1);
    CHECK(row.reasons.front().cell.reveal() == std::string(99, 'x'));
    CHECK(row.reasons.front().heading == "Mobile Telephone");
}

TEST_CASE("reading: a row whose cells may not be where they seem has none") {
    constexpr std::string_view none = "||||||";
    CHECK(cells_of_only_row(text(heading, "A,\"B\" x,25/03/1980,9990000018,1,\n")) == none);
    CHECK(cells_of_only_row(text(heading, "A,B,25/03/1980,9990000018,1,,x\n")) == none);
    CHECK(cells_of_only_row(text(heading, std::string(4097, 'x'), ",B\n")) == none);
}

TEST_CASE("reading: rows that are no patients have what there is") {
    CHECK(cells_of_only_row(text(heading, "Total: 1\n")) == "Total: 1||||||");
    CHECK(
        cells_of_only_row(text(heading, heading))
        == "Given Name|Family Name||Date of Birth|NHS Number|Mobile Telephone|E-mail Address"
    );
}

TEST_CASE("reading: the cells of one row are not left over in the next") {
    const ListReading reading = read(text(heading, "A,B,x,1,1,\n", "C,\"D\" x,x,1,1,\n"));
    REQUIRE(reading.rejected_count() == 2);
    CHECK(cells(reading.rejected(0)) == "A|B||x|1|1|");
    CHECK(cells(reading.rejected(1)) == "||||||");
}

TEST_CASE("reading: rows that only others stand against are patients, each with its own values") {
    const ListReading reading = read(text(
        heading,
        good_row,
        "Tess,Testpatient,25 Mar 1980,999 000 0018,+447700900001,testina@example.org\n",
        other_row,
        "Mockford,Notreal,26/03/1980,9990000026,07700900003,\n"
    ));

    REQUIRE(reading.accepted_count() == 1);
    REQUIRE(reading.rejected_count() == 3);
    const RejectedRow same = reading.rejected(0);
    CHECK(same.line == 3);
    CHECK(same.reasons.front().code == ErrorCode{"duplicate.identical"});
    CHECK(
        cells(same) == "Tess|Testpatient||1980-03-25|9990000018|+447700900001|testina@example.org"
    );
    REQUIRE(same.patient);
    CHECK(same.patient->line == 3);
    CHECK(same.patient->name.given() == "Tess");
    CHECK(same.patient->nhs_number.reveal() == "9990000018");
    CHECK(same.patient->date_of_birth.iso() == "1980-03-25");
    CHECK(same.patient->email->reveal() == "testina@example.org");

    const RejectedRow first = reading.rejected(1);
    CHECK(first.line == 4);
    CHECK(first.reasons.front().code == ErrorCode{"duplicate.conflict"});
    CHECK(
        cells(first) == "Mockford|Notreal||1980-03-26|9990000026|+447700900002|mockford@example.org"
    );
    REQUIRE(first.patient);
    CHECK(first.patient->mobile->reveal() == "+447700900002");
    const RejectedRow other = reading.rejected(2);
    CHECK(cells(other) == "Mockford|Notreal||1980-03-26|9990000026|+447700900003|");
    REQUIRE(other.patient);
    CHECK_FALSE(other.patient->email);
}

TEST_CASE("reading: a patient of a one-name column is told in that column") {
    const ListReading reading = read("Full Name,DOB,NHS Number,Mobile\n"
                                     "\"Testpatient, Testina\",25/03/1980,9990000018,07700900001\n"
                                     "\"Testpatient, Testina\",25/03/1980,9990000018,07700900001\n"
                                     "Notreal,25/03/1980,9990000026,07700900002\n"
                                     "Notreal,25/03/1980,9990000026,07700900002\n");
    REQUIRE(reading.rejected_count() == 2);
    CHECK(
        cells(reading.rejected(0)) == "||Testina Testpatient|1980-03-25|9990000018|+447700900001|"
    );
    CHECK(cells(reading.rejected(1)) == "||Notreal|1980-03-25|9990000026|+447700900002|");
}

TEST_CASE("reading: rows with a fault of their own are no patients") {
    const ListReading reading = read(text(heading, good_row, "A,B,x,9990000018,07700900001,\n"));
    REQUIRE(reading.rejected_count() == 1);
    CHECK_FALSE(reading.rejected(0).patient);
}

TEST_CASE("reading: a warning about a cell tells the column, what was found and what was kept") {
    const auto row = [](std::string_view given,
                        std::string_view family,
                        std::string_view birth,
                        std::string_view mobile,
                        std::string_view email) {
        return text(
            "Given,Family,Born,NHS,Tel,Mail\n"
            "Forename,Surname,DOB,NHS No,Mobile No.,E-mail\n",
            fmt::format("{},{},{},9990000018,{},{}\n", given, family, birth, mobile, email)
        );
    };
    constexpr std::string_view born = "25/03/1980";
    constexpr std::string_view mobile = "07700900001";
    CHECK(
        warned(row("A", "B", born, "7700 900001", ""))
        == "mobile.leading_zero_restored Mobile Telephone Mobile No.: 7700 900001 > +447700900001\n"
    );
    CHECK(
        warned(row("A", "B", "25/03/80", mobile, ""))
        == "dob.two_digit_year Date of Birth DOB: 25/03/80 > 1980-03-25\n"
    );
    CHECK(
        warned(row("A", "\u202EB", born, mobile, ""))
        == "name.bidi_removed Family Name Surname: \u202EB > B\n"
    );
    CHECK(
        warned(row("\u202EA", "\u202EB", born, mobile, ""))
        == "name.bidi_removed Given Name Forename: \u202EA > A\n"
    );
    CHECK(warned(row("A", "", born, mobile, "")) == "name.partial Family Name Surname:  > \n");
    CHECK(
        warned(row("A", "=B", born, mobile, "")) == "formula_like Family Name Surname: =B > =B\n"
    );
    CHECK(
        warned(row("A", "B", born, mobile, "a@b"))
        == "email.invalid E-mail Address E-mail: a@b > \n"
    );
    CHECK(
        warned(row("A", "B", born, "020 7946 0000", "a@example.org"))
        == "mobile.landline Mobile Telephone Mobile No.: 020 7946 0000 > \n"
    );
}

TEST_CASE("reading: a warning about a one-name column is told in that column") {
    CHECK(
        warned("Patient Name,DOB,NHS No,Mobile\n@Testina  \u202ETestpatient,25/03/1980,9990000018,"
               "07700900001\n")
        == "name.bidi_removed Full Name Patient Name: @Testina  \u202ETestpatient > @Testina "
           "Testpatient\nformula_like Full Name Patient Name: @Testina  \u202ETestpatient > "
           "@Testina Testpatient\n"
    );
}

TEST_CASE("reading: warnings come by line, the file's first, and none of rows that are not used") {
    const ListReading reading = read(text(
        "title\n",
        heading,
        "A,B,25/03/1980,9990000018,7700900001,\n",
        "A,B,26/03/1980,9990000018,7700900001,\n",
        "C,D,25/03/1980,9990000026,07700900002,\n",
        ",F,25/03/1980,9990000034,7700900002,\n"
    ));
    std::string seen;
    for (const ListWarning& warning : reading.warnings()) {
        seen += fmt::format("{} {}\n", warning.line.value_or(0), warning.code.text());
    }
    CHECK(
        seen
        == "0 preamble.skipped\n5 contact.shared\n6 name.partial\n6 mobile.leading_zero_restored\n"
           "6 contact.shared\n"
    );
    const auto warnings = reading.warnings();
    CHECK((warnings.end()[-1].column == Column::mobile));
    CHECK(warnings.end()[-1].heading == "Mobile Telephone");
    CHECK_FALSE(warnings.front().column);
}

TEST_CASE("reading: ages are whole years on the day") {
    // The day is 22 November 2026.
    CHECK(
        ages({"22/11/2026", "21/11/2025", "22/11/2025", "23/11/2025", "22/11/1896", "23/11/2008"})
        == std::map<std::size_t, std::uint32_t>{{0, 2}, {1, 2}, {17, 1}, {130, 1}}
    );
    CHECK(read(text(heading, "A,B,22/11/1896,9990000018,07700900001,\n")).ages().size() == 131);
}

TEST_CASE("reading: somebody born on 29 February is a year older on 1 March") {
    const auto age_on = [](unsigned month, unsigned day) {
        const ListReading reading = read_list(
            text(heading, "A,B,29/02/2008,9990000018,07700900001,\n"),
            {.today = std::chrono::year{2026} / month / day}
        );
        return reading.ages().size() - 1;
    };
    CHECK(age_on(2, 28) == 17);
    CHECK(age_on(3, 1) == 18);
}

TEST_CASE("reading: a refused file has no ages, no cells and no warnings about rows") {
    const std::string good = text(heading, "A,B,25/03/80,9990000018,07700900001,\n");
    REQUIRE(read(good).ages().size() == 47);

    const ListReading refused = read(text(good, "\"x"));

    REQUIRE(refused.refusal());
    CHECK(refused.ages().empty());
    CHECK(refused.warnings().empty());
}

TEST_CASE("reading: a date that could be either is told as it was written, and its row as read") {
    const ListReading reading = read("Full Name,DOB,NHS No,Mobile\n"
                                     "Ina Test,25.03.80,9990000018,07700900001\n"
                                     "Ina Test,03/25/1980,9990000026,07700900002\n");
    CHECK(reading.accepted_count() == 1);

    const ListReading in_doubt = read("Full Name,DOB,NHS No,Mobile\n"
                                      "\"TEST, Ina\",3.4.1980,9990000018,7700900001\n"
                                      "Ina Test,03/25/1980,9990000026,07700900002\n");
    REQUIRE(in_doubt.rejected_count() == 2);
    const RejectedRow row = in_doubt.rejected(0);
    CHECK(row.line == 2);
    CHECK_FALSE(row.patient.has_value());
    CHECK(row.reasons.front().cell.reveal() == "03/04/1980");
    CHECK(row.cells[static_cast<std::size_t>(Column::full_name)].reveal() == "Ina TEST");
    CHECK(row.cells[static_cast<std::size_t>(Column::mobile)].reveal() == "+447700900001");
    CHECK(in_doubt.warnings().size() == 1); // that there is no email column
}

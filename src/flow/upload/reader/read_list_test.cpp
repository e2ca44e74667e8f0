// Whole files, as the two systems write them (tests/data/lists), and what is decided between rows.
#include "flow/upload/reader/test_lists.hpp"
#include "tests/support/patients.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

using namespace cohort;
using namespace cohort::upload;
using namespace cohort::upload::test;

namespace {

std::string fixture(std::string_view name) {
    std::ifstream file{text(COHORT_TEST_LISTS "/", name), std::ios::binary};
    REQUIRE(file);
    return {std::istreambuf_iterator<char>{file}, {}};
}

std::string code_of(const ListReading& reading, std::size_t rejected) {
    return std::string{reading.rejected(rejected).reasons.front().code.text()};
}

std::size_t count(const ListReading& reading, std::string_view code) {
    return static_cast<std::size_t>(std::ranges::count_if(
        reading.warnings(), [&](const ListWarning& warning) { return warning.code.text() == code; }
    ));
}

}

TEST_CASE("read list: an EMIS report as it comes") {
    const ListReading reading = read(fixture("emis_report.csv"));

    REQUIRE_FALSE(reading.refusal());
    CHECK(reading.facts().source == Source{ListSource::emis, SourceEvidence::report});
    CHECK(reading.facts().encoding == Encoding::windows_1252);
    CHECK(reading.facts().heading_line == 6);
    CHECK((reading.facts().report_run == std::chrono::year{2026} / 11 / 22));
    REQUIRE(reading.accepted_count() == 3);
    CHECK(reading.reveal(1).family == "O'Notreal");
    CHECK(reading.reveal(2).given == "Zoë");
    CHECK(reading.reveal(2).line == 10);
    REQUIRE(reading.rejected_count() == 4);
    CHECK(reading.rejected(0).line == 9);
    CHECK(code_of(reading, 0) == "row.not_a_patient");
    CHECK(reading.rejected(1).line == 12);
    CHECK(code_of(reading, 1) == "mobile.landline");
    CHECK(reading.rejected(1).reasons.front().heading == "Mobile Telephone");
    CHECK(reading.rejected(1).reasons.front().cell.reveal() == "020 7946 0018");
    CHECK(code_of(reading, 2) == "nhs_number.check_digit");
    CHECK(reading.rejected(3).line == 15);
    CHECK(code_of(reading, 3) == "row.not_a_patient");
}

TEST_CASE("read list: a SystmOne breakdown as it comes") {
    const ListReading reading = read(fixture("systmone_breakdown.csv"));

    REQUIRE_FALSE(reading.refusal());
    CHECK(reading.facts().source == Source{ListSource::systmone, SourceEvidence::headings});
    CHECK(reading.facts().encoding == Encoding::utf_8_with_bom);
    CHECK(reading.accepted_count() == 4);
    CHECK(reading.facts().patients == 4);
    REQUIRE(reading.rejected_count() == 1);
    CHECK(reading.rejected(0).line == 3);
    CHECK(code_of(reading, 0) == "duplicate.identical");
    CHECK(count(reading, "contact.shared") == 2);
    CHECK(count(reading, "mobile.leading_zero_restored") == 1);
    CHECK(count(reading, "dates.order_assumed") == 0);
}

TEST_CASE("read list: accepted patients come out as the domain's types") {
    const auto invented = cohort::test::patients(50);
    for (const std::string& csv :
         {cohort::test::emis_csv(invented),
          cohort::test::systmone_csv(invented),
          cohort::test::emis_csv(invented, cohort::test::EmisPreamble::report)}) {
        const ListReading reading = read(csv);
        REQUIRE(reading.accepted_count() == invented.size());
        for (std::size_t index = 0; index < invented.size(); ++index) {
            const ListedPatient patient = reading.accepted(index);
            CHECK(patient.nhs_number.reveal() == invented[index].nhs_number);
            CHECK(patient.name.given() == invented[index].given);
            CHECK(patient.name.family() == invented[index].family);
            CHECK((patient.date_of_birth.reveal() == invented[index].date_of_birth));
            REQUIRE(patient.mobile);
            CHECK(patient.mobile->reveal() == "+44" + invented[index].mobile.substr(1));
            REQUIRE(patient.email);
            CHECK(patient.email->reveal() == invented[index].email);
        }
    }
}

TEST_CASE("read list: a conflict takes every row of that patient, and nobody else's") {
    const ListReading reading = read(text(
        heading,
        good_row,
        other_row,
        good_row,
        "Testina,Testpatient,25/03/1980,9990000018,07700900009,testina@example.org\n"
    ));
    REQUIRE(reading.rejected_count() == 3);
    for (std::size_t index = 0; index < 3; ++index) {
        CHECK(code_of(reading, index) == "duplicate.conflict");
    }
    REQUIRE(reading.accepted_count() == 1);
    CHECK(reading.reveal(0).line == 3);
}

TEST_CASE("read list: the limit counts patients, not their rows") {
    const ReadOptions options{.patients_max = 2, .today = today};
    const std::string twice = text(heading, good_row, other_row, good_row, other_row);
    CHECK_FALSE(read_list(twice, options).refusal());

    const ListReading over =
        read_list(text(twice, "Fictor,Notreal,25/03/1980,9990000034,07700900003,\n"), options);
    REQUIRE(over.refusal());
    CHECK(over.refusal()->limit == 2);
    CHECK(over.refusal()->found == 3);
}

TEST_CASE("read list: the separator is found with the heading, or said by Excel") {
    for (const char separator : {',', ';', '\t'}) {
        std::string csv = text(heading, good_row);
        std::ranges::replace(csv, ',', separator);
        CHECK(read(csv).accepted_count() == 1);
        CHECK(read(csv).facts().separator == separator);
        const ListReading said = read(text("sep=", std::string(1, separator), "\r\n", csv));
        REQUIRE(said.accepted_count() == 1);
        CHECK(said.reveal(0).line == 3);
        CHECK(said.warnings().empty());
    }
}

TEST_CASE(
    "read list: one month-first date among many is that row's fault, three in thirty the file's"
) {
    for (const std::size_t wrong : {2U, 3U}) {
        std::string csv{heading};
        const auto invented = cohort::test::patients(30);
        for (std::size_t index = 0; index < invented.size(); ++index) {
            csv += "A,B," + std::string{index < wrong ? "03/25/1980" : "25/03/1980"} + ","
                   + invented[index].nhs_number + ",," + invented[index].email + "\n";
        }
        const ListReading reading = read(csv);
        CHECK(reading.refusal().has_value() == (wrong == 3));
        CHECK(reading.rejected_count() == (wrong == 3 ? 0 : 2));
    }
}

TEST_CASE("read list: a mobile shared by three is pointed out") {
    std::string csv{heading};
    for (const auto& each : cohort::test::patients(4)) {
        csv += "A,B,25/03/1980," + each.nhs_number + ","
               + (each.number < 3 ? "07700900001" : "07700900002") + ",\n";
    }
    const ListReading reading = read(csv);
    CHECK(reading.accepted_count() == 4);
    REQUIRE(reading.shared_mobiles().size() == 1);
    CHECK(reading.shared_mobiles().front().patients == 3);
    CHECK(reading.shared_mobiles().front().mobile.reveal() == "+447700900001");
}

TEST_CASE("read list: what is missing is named, with what the file has") {
    const ListReading reading = read("First name,NHS No,Mobile,Age\n");
    REQUIRE(reading.refusal());
    CHECK(
        reading.refusal()->columns == std::vector<std::string_view>{"Family Name", "Date of Birth"}
    );
    CHECK(reading.refusal()->headings.back() == "Age");
}

TEST_CASE("read list: a letter of another script makes another heading, a mark does not") {
    const auto with = [](std::string_view given) {
        return read(
            text(given, ",Surname,DOB,NHS N\u00BA,Mobile\nA,B,25/03/1980,9990000018,07700900001\n")
        );
    };

    CHECK(with("\u00ABGiven\u2009Name\u00BB\u200B").accepted_count() == 1);
    const ListReading other = with("Given Name\u00E9");
    REQUIRE(other.refusal());
    CHECK(other.refusal()->code == ErrorCode{"missing_columns"});
}

TEST_CASE("read list: stand-ins serve only where the real column is absent") {
    const ListReading both =
        read("Calling Name,Given Name,Family Name,DOB,NHS Number,Contact Number,Mobile No\n"
             "Tess,Testina,Testpatient,25/03/1980,9990000018,020 7946 0000,07700900001\n");
    REQUIRE(both.accepted_count() == 1);
    CHECK(both.reveal(0).given == "Testina");
    CHECK(both.reveal(0).mobile == "+447700900001");

    const ListReading alone = read("Calling Name,Surname,DOB,NHS Number,Contact Number\n"
                                   "Tess,Testpatient,25/03/1980,9990000018,07700900001\n");
    REQUIRE(alone.accepted_count() == 1);
    CHECK(alone.reveal(0).given == "Tess");
}

TEST_CASE("read list: the byte limit follows a raised row limit") {
    CHECK(bytes_max_of({.patients_max = 10, .today = today}) == 10U * 1024 * 1024);
    CHECK(bytes_max_of({.patients_max = 1'000'000, .today = today}) == 1'024'000'000);
    CHECK(bytes_max_of({.patients_max = 10, .bytes_max = 5, .today = today}) == 5);
}

TEST_CASE("read list: headings are a hint of where a list is from, and a report says so") {
    struct Case {
        const char* label;
        std::string list;
        Source source;
    };

    const Source by_headings{ListSource::emis, SourceEvidence::headings};
    const Source by_report{ListSource::emis, SourceEvidence::report};
    const std::string own = "Given Name,Family Name,DOB,NHS Number,Mobile,EMIS Number\n"
                            "A,B,25/03/1980,9990000018,07700900001,1\n";
    const std::string nobodys = "first,surname,dob,nhs no,mobile\n"
                                "forename,surname,dob,nhs no,mobile\n";
    for (const Case& each :
         {Case{"title case", text(heading, good_row), by_headings},
          Case{"a preamble", text("Last Run:,,,12/11/2026\n", heading, good_row), by_report},
          Case{"a preamble of anybody's", text("My list\n", heading, good_row), by_headings},
          Case{"a number of EMIS's own", own, by_report},
          Case{"neither", nobodys, {}}}) {
        CAPTURE(each.label);
        CHECK(read(each.list).facts().source == each.source);
    }
}

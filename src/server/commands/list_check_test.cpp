#include "server/commands/list_check.hpp"
#include "server/commands/list_report.hpp"
#include "tests/support/patients.hpp"

#include <doctest/doctest.h>

#include <fmt/format.h>

using namespace cohort;
using namespace cohort::commands;

namespace {

constexpr std::chrono::year_month_day today{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{22}
};

upload::ListReading read(std::string_view csv) {
    return upload::read_list(csv, {.today = today});
}

std::string list_json(const upload::ListReading& reading, ListCheckOptions::Accepted accepted) {
    std::string all;
    write_list_json(reading, accepted, [&](std::string_view piece) {
        all += piece;
        return true;
    });
    return all;
}

}

TEST_CASE("list check: the JSON is the contract's object") {
    const auto patient = test::patient(0);
    const auto reading = read(test::emis_csv({patient}) + "x,y,01/02/1980,123,,\r\n");

    const std::string json = list_json(reading, ListCheckOptions::Accepted::listed);

    CHECK(json.starts_with("{\"file_error\": null, \"file_error_line\": null,"));
    CHECK(json.contains(fmt::format(
        R"("accepted": [
  {{"line": 2, "nhs_number": "{}", "given": "Testina", "family": "Testpatient", "dob": "1930-01-01", "mobile": "+447700900000", "email": "patient0@example.org"}}])",
        patient.nhs_number
    )));
    CHECK(json.contains(R"("rejected": [
  {"line": 3, "reasons": ["nhs_number.invalid", "contact.missing"]}])"));
    CHECK(json.contains(R"({"line": null, "code": "dates.order_assumed"})"));
}

TEST_CASE("list check: a refused file has its code, its line and nobody") {
    const auto reading = read(test::emis_csv({test::patient(0)}) + "\"x,y\r\n");

    const std::string json = list_json(reading, ListCheckOptions::Accepted::listed);

    CHECK(json.contains("\"file_error\": \"unterminated_quote\", \"file_error_line\": 3,"));
    CHECK(json.contains("\"accepted\": [],"));
}

TEST_CASE("list check: the sum is over the contract's lines") {
    const auto reading = read("Given Name,Family Name,DOB,NHS Number,Mobile\n"
                              "Testina,Testpatient,01/01/1930,9990000018,07700900000\n");

    // printf '9990000018|Testina|Testpatient|1930-01-01|+447700900000|\n' | sha256sum
    CHECK(
        accepted_sha256(reading)
        == "6f2e4c742deaea916028a677e096ec2a01e8702de52e2ce53427ebc5b7810029"
    );
    const std::string json = list_json(reading, ListCheckOptions::Accepted::summed_up);
    CHECK(json.contains("\"accepted_count\": 1, \"accepted_sha256\": "
                        "\"6f2e4c742deaea916028a677e096ec2a01e8702de52e2ce53427ebc5b7810029\""));
    CHECK_FALSE(json.contains("Testina"));
}

TEST_CASE("list check: a warning shows what was kept of a cell, and nothing where patients are not"
) {
    const auto reading = read("Given Name,Family Name,DOB,NHS Number,Mobile No,Mail Address,Email\n"
                              "Testina,Testpatient,25/03/1980,9990000018,7700 900000,,Secretia\n");

    const std::string json = list_json(reading, ListCheckOptions::Accepted::listed);

    CHECK(json.contains(R"("warnings": [
  {"line": 2, "code": "mobile.leading_zero_restored", "column": "Mobile No", "found": "7700 900000", "kept": "+447700900000"},
  {"line": 2, "code": "email.invalid", "column": "Email"}])"));
    const std::string summed = list_json(reading, ListCheckOptions::Accepted::summed_up);
    CHECK(summed.contains(
        R"({"line": 2, "code": "mobile.leading_zero_restored", "column": "Mobile No"})"
    ));
    CHECK_FALSE(summed.contains("7700"));
}

TEST_CASE("list check: words tell the line and what to do, and show no cell") {
    const auto reading =
        read(test::emis_csv(test::patients(2)) + "Secretia,Hidden,31/31/1980,123,,\r\n");

    const std::string words = list_words(reading);

    CHECK(words.starts_with(
        "3 rows: 2 patients accepted (2 with a mobile number, 2 with an email address), 1 row left "
        "out.\n"
    ));
    CHECK(words.contains("Line 4: "));
    CHECK_FALSE(words.contains("Secretia"));
    CHECK_FALSE(words.contains("31/31"));
}

TEST_CASE("list check: words say once what was noticed about several patients") {
    const auto reading = read("Given Name,Family Name,DOB,NHS Number,Mobile\n"
                              "Testina,Testpatient,25/03/1980,9990000018,7700900000\n"
                              "Mockford,Notreal,25/03/1980,9990000026,7700900001\n"
                              ",Sampleson,25/03/1980,9990000034,07700900002\n");

    const std::string words = list_words(reading);

    CHECK(words.contains("\n2 patients: The mobile number had lost its leading 0"));
    CHECK(words.contains("\n1 patient: Only one part of the patient's name is in the file."));
}

TEST_CASE("list check: words name the columns that are missing, and those that are there") {
    const auto reading = read("Given Name,DOB,NHS Number,Home Telephone\nA,25/03/1980,1,2\n");

    const std::string words = list_words(reading);

    CHECK(words.contains("Missing: Family Name, Mobile Telephone or E-mail Address.\n"));
    CHECK(words.contains("The file has: Given Name, DOB, NHS Number, Home Telephone.\n"));
    const auto orders = read("Given Name,DOB,NHS Number,\x1B[2J\u009Bm\n");
    CHECK(list_words(orders).contains("NHS Number, ?[2J?m.\n"));
}

TEST_CASE("list check: words tell too many rows from too many patients") {
    const std::string twice = test::emis_csv({test::patient(0), test::patient(1)});
    std::string rows = twice;
    for (int each = 0; each < 19; ++each) {
        rows += "x,,,,,\r\n";
    }

    const std::string patients =
        list_words(upload::read_list(twice, {.patients_max = 1, .today = today}));
    const auto many = upload::read_list(rows, {.patients_max = 2, .today = today});

    CHECK(patients.contains("more patients than"));
    CHECK(patients.contains("The limit is 1 patient; the file has 2.\n"));
    CHECK(list_words(many).contains("more rows than"));
    CHECK(list_words(many).contains("The limit is 20 rows; the file has 21.\n"));
    const std::string json = list_json(many, ListCheckOptions::Accepted::listed);
    CHECK(json.starts_with("{\"file_error\": \"too_many_rows\","));
}

TEST_CASE("list check: the JSON of a long list leaves in pieces, and stops when nobody reads") {
    const auto reading = read(test::emis_csv(test::patients(5'000)));
    std::size_t pieces = 0;
    std::size_t longest = 0;

    const bool all =
        write_list_json(reading, ListCheckOptions::Accepted::listed, [&](std::string_view piece) {
            longest = std::max(longest, piece.size());
            return ++pieces < 4;
        });

    CHECK_FALSE(all);
    CHECK(pieces == 4);
    CHECK(longest < 70'000);
}

TEST_CASE("list check: a file that is not there is an error, and with --json an object too") {
    ListCheckOptions options{.file = "/nonexistent/list.csv", .read = {.today = today}};
    std::string written;
    const WriteBytes write = [&](std::string_view piece) {
        written += piece;
        return true;
    };

    const auto in_words = check_list(options, write);
    CHECK(written.empty());
    options.report = ListCheckOptions::Report::json;
    const auto in_json = check_list(options, write);

    REQUIRE_FALSE(in_words.ok());
    CHECK(in_words.error().code == ErrorCode{"input.missing"});
    CHECK(in_json.error() == in_words.error());
    CHECK(written.starts_with("{\"file_error\": \"input.missing\", \"file_error_line\": null,"));
}

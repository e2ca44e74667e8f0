#include "edge/api/api_fixture.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace cohort;
using api::Answered;
using api::ApiWorld;
using api::check_problem;
using api::lists_path;
using boost::json::serialize;

namespace {

// Rows that are nobody's, each for three reasons.
std::string unknown(int rows) {
    std::string csv;
    for (int i = 0; i < rows; ++i) {
        csv += "Un,Known,secret-cell,123,,\r\n";
    }
    return csv;
}

std::string row_of(const test::Patient& patient, const std::string& born) {
    return patient.given + "," + patient.family + "," + born + "," + patient.nhs_number + ","
           + patient.mobile + ",\r\n";
}

// The path of a draft of two patients and these rows.
std::string draft_with(ApiWorld& at, const std::string& rows) {
    const auto made = at.post(lists_path + "?name=Flu", test::emis_csv(test::patients(2)) + rows);
    REQUIRE(made.status == 201);
    return made.header("Location");
}

// What makes a patient of a row that is nobody's.
boost::json::object correction() {
    return {
        {"given", "Ann"},
        {"date_of_birth", "12/03/1961"},
        {"nhs_number", test::patient(500).nhs_number},
        {"mobile", "07700900999"}
    };
}

}

TEST_CASE("api: a refused row tells its line and reasons by code, heading and words") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(1));

    const auto page = at.get(path + "/refused-rows");
    const auto& rows = page.body.at("refused_rows").as_array();
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].at("number").as_int64() == 1);
    CHECK(rows[0].at("file").as_int64() == 1);
    CHECK(rows[0].at("line").as_int64() == 4);
    CHECK(rows[0].at("state").as_string() == "refused");
    const auto& reasons = rows[0].at("reasons").as_array();
    REQUIRE(reasons.size() == 3);
    CHECK(reasons[0].at("code").as_string() == "dob.invalid");
    CHECK(reasons[0].at("column").as_string() == "Date of Birth");
    CHECK_FALSE(reasons[0].at("words").as_string().empty());
    CHECK(reasons[2].at("code").as_string() == "contact.missing");
    CHECK(page.body.at("next").is_null());
}

TEST_CASE("api: following next tells every refused row once, of all reasons or of one") {
    ApiWorld at;
    std::string rows = unknown(3);
    for (std::uint64_t i = 10; i < 15; ++i) {
        rows += row_of(test::patient(i), "tomorrow");
    }
    const std::string path = draft_with(at, rows) + "/refused-rows";
    const auto whole = at.get(path).body.at("refused_rows").as_array();
    REQUIRE(whole.size() == 8);

    CHECK(at.follow(path + "?limit=3", "refused_rows") == whole);
    CHECK(at.follow(path + "?limit=8", "refused_rows") == whole);
    CHECK(at.follow(path + "?limit=2&code=dob.invalid", "refused_rows") == whole);
    const auto few = at.follow(path + "?limit=2&code=contact.missing", "refused_rows");
    CHECK(few.size() == 3);
    CHECK(few.front() == whole.front());
    CHECK(at.follow(path + "?code=name.missing", "refused_rows").empty());
    check_problem(at.get(path + "?code=name.odd"), 400, "query.word_unknown");
    check_problem(at.get(path + "?limit=1001"), 400, "query.number_unreadable");
    check_problem(at.get(path + "?after=-1"), 400, "query.number_unreadable");
}

TEST_CASE("api: following next tells every warning of a code once, by line and heading") {
    ApiWorld at;
    std::string rows;
    for (std::uint64_t i = 10; i < 15; ++i) {
        test::Patient patient = test::patient(i);
        patient.mobile = patient.mobile.substr(1);
        rows += row_of(patient, "12/03/1961");
    }
    const std::string path = draft_with(at, rows) + "/warnings";
    const std::string of_code = path + "?code=mobile.leading_zero_restored";

    const auto whole = at.get(of_code).body.at("warnings").as_array();
    REQUIRE(whole.size() == 5);
    CHECK(whole[0].at("file").as_int64() == 1);
    CHECK(whole[0].at("line").as_int64() == 4);
    CHECK(whole[0].at("code").as_string() == "mobile.leading_zero_restored");
    CHECK(whole[0].at("column").as_string() == "Mobile Telephone");
    CHECK_FALSE(whole[0].at("words").as_string().empty());
    CHECK(at.follow(of_code + "&limit=2", "warnings") == whole);
    CHECK(at.follow(of_code + "&limit=5", "warnings") == whole);
    CHECK(at.follow(path + "?code=encoding.windows_1252", "warnings").empty());
    check_problem(at.get(path), 400, "query.word_unknown");
    check_problem(at.get(path + "?code=mobile.odd"), 400, "query.word_unknown");
    check_problem(at.get(of_code + "&limit=none"), 400, "query.number_unreadable");
}

TEST_CASE("api: a corrected row is a patient of the list, and is dealt with once") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(2));
    const std::string body = serialize(correction());

    const auto mended = at.post(path + "/rows/1", body);
    CHECK(mended.status == 200);
    CHECK(mended.text("state") == "mended");
    CHECK(mended.number("number") == 1);
    const auto list = at.get(path);
    CHECK(list.number("accepted") == 3);
    CHECK(list.number("mended") == 1);
    CHECK(list.number("refused") == 1);
    CHECK(list.body.at("refused_by_code").at(0).at("rows").as_int64() == 1);
    CHECK(at.post(path + "/rows/1", body).body == mended.body);
    CHECK(at.get(path).number("accepted") == 3);
    boost::json::object other = correction();
    other["mobile"] = "07700 900998";
    check_problem(at.post(path + "/rows/1", serialize(other)), 409, "row.settled");
    check_problem(at.remove(path + "/rows/1"), 409, "row.settled");
    check_problem(at.post(path + "/rows/2", body), 409, "row.on_list_already");
}

TEST_CASE("api: a row that is still wrong is refused with all its reasons, and stays as it was") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(1));
    const auto before = at.get(path);
    boost::json::object almost = correction();
    almost.erase("date_of_birth");
    almost["mobile"] = "0207 946 0000";

    const auto refused = at.post(path + "/rows/1", serialize(almost));
    check_problem(refused, 422, "dob.invalid");
    const auto& reasons = refused.body.at("reasons").as_array();
    REQUIRE(reasons.size() == 2);
    CHECK(reasons[0].at("column").as_string() == "Date of Birth");
    CHECK(reasons[1].at("code").as_string() == "mobile.landline");
    CHECK(reasons[1].at("column").as_string() == "Mobile Telephone");
    CHECK(at.get(path).body == before.body);
}

TEST_CASE("api: only the columns of the row's file can be corrected, each as text") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(1)) + "/rows/1";

    struct Case {
        std::string body;
        std::string code;
        std::string member;
    };

    const Case cases[] = {
        {"", "json.unreadable", ""},
        {"[]", "json.not_an_object", ""},
        {R"({"colour":"red"})", "json.unknown_member", "colour"},
        {R"({"full_name":"Ann Known"})", "json.unknown_member", "full_name"},
        {R"({"nhs_number":123})", "json.member_not_text", "nhs_number"},
        {R"({"mobile":null})", "json.member_not_text", "mobile"},
    };
    for (const Case& one : cases) {
        CAPTURE(one.body);
        const auto refused = at.post(path, one.body);
        check_problem(refused, 400, one.code);
        if (!one.member.empty()) {
            CHECK(refused.text("member") == one.member);
        }
    }
}

TEST_CASE("api: rows that stand against each other are settled by leaving one out") {
    ApiWorld at;
    const auto patient = test::patient(10);
    const std::string path =
        draft_with(at, row_of(patient, "12/03/1961") + row_of(patient, "13/03/1961"));
    check_problem(at.post(path + "/rows/1", "{}"), 409, "row.stands_against");

    const auto left_out = at.remove(path + "/rows/2");
    CHECK(left_out.status == 200);
    CHECK(left_out.text("state") == "left_out");
    const auto list = at.get(path);
    CHECK(list.number("accepted") == 3);
    CHECK(list.number("left_out") == 1);
    CHECK(list.number("refused") == 0);
    check_problem(at.remove(path + "/rows/2"), 409, "row.settled");

    const auto put_back = at.post(path + "/rows/2/put-back");
    CHECK(put_back.status == 200);
    CHECK(put_back.text("state") == "refused");
    CHECK(at.get(path).number("accepted") == 2);
    check_problem(at.post(path + "/rows/2/put-back"), 409, "row.not_left_out");
}

TEST_CASE("api: a correction that names a patient with other facts stands against them") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(1));
    boost::json::object other = correction();
    other["nhs_number"] = test::patient(0).nhs_number;

    check_problem(at.post(path + "/rows/1", serialize(other)), 409, "row.stands_against");
}

TEST_CASE("api: rows of a confirmed list are read and not changed") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(1));
    REQUIRE(at.post(path + "/confirm").status == 200);

    check_problem(at.post(path + "/rows/1", serialize(correction())), 409, "list.not_draft");
    check_problem(at.remove(path + "/rows/1"), 409, "list.not_draft");
    CHECK(at.get(path + "/refused-rows").body.at("refused_rows").as_array().size() == 1);
}

TEST_CASE("api: a row that is not there is told so") {
    ApiWorld at;
    const std::string path = draft_with(at, unknown(1)) + "/rows/";

    for (const std::string row : {"2", "0", "-1", "1x", "99999999999999999999"}) {
        CAPTURE(row);
        check_problem(at.post(path + row, serialize(correction())), 404, "row.not_found");
        check_problem(at.remove(path + row), 404, "row.not_found");
    }
}

TEST_CASE("api: no answer about a list tells anything of a patient") {
    ApiWorld at;
    const auto patient = test::patient(10);
    test::Patient shorter = test::patient(11);
    shorter.mobile = shorter.mobile.substr(1);
    const std::string rows = row_of(patient, "12/03/1961") + row_of(patient, "13/03/1961")
                             + row_of(shorter, "14/03/1961") + unknown(1) + unknown(1);
    const std::string path = draft_with(at, rows);
    boost::json::object landline = correction();
    landline["mobile"] = "02079460000";
    const std::vector<Answered> answers = {
        at.get(path),
        at.get(path + "/refused-rows"),
        at.get(path + "/warnings?code=mobile.leading_zero_restored"),
        at.post(path + "/files", test::emis_csv(test::patients(3, 1))),
        at.post(path + "/rows/1", "{}"),
        at.post(path + "/rows/3", serialize(landline)),
        at.post(path + "/rows/3", serialize(correction())),
        at.post(path + "/rows/4", serialize(correction())),
        at.remove(path + "/rows/2"),
        at.post(path + "/confirm"),
        at.get(lists_path),
        at.post(path + "/rows/4", serialize(correction()))
    };
    CHECK(at.get(path).number("mended") == 2); // the requests did what they are here for

    for (const Answered& answered : answers) {
        const std::string text = serialize(answered.body);
        CAPTURE(answered.pattern);
        CAPTURE(text);
        for (const std::string& secret :
             {std::string("secret-cell"),
              std::string("9460000"),
              std::string("7700900"),
              std::string("03/1961"),
              std::string("1961-03"),
              std::string("@example.org"),
              std::string("999000"),
              patient.family,
              shorter.family,
              test::patient(0).family,
              test::patient(500).nhs_number}) {
            CHECK(text.find(secret) == std::string::npos);
        }
    }
}

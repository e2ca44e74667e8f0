#include "edge/api/api_fixture.hpp"
#include "edge/api/routes.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using api::Answered;
using api::ApiWorld;
using api::bulk_messages;
using api::check_problem;
using api::key;
using api::lists_path;
using api::message_to;

namespace {

std::string confirmed(ApiWorld& at, const std::string& name) {
    at.world().clock().advance(Milliseconds{1});
    const auto made = at.post(
        lists_path + "?confirm=true&name=" + name, test::emis_csv(test::patients(1)), key(name)
    );
    REQUIRE(made.status == 201);
    return made.text("id");
}

// A draft to which another program is adding a file at this moment.
std::string draft_being_added_to(ApiWorld& at) {
    const auto draft = at.post(
        lists_path + "?name=Flu", test::emis_csv(test::patients(2)) + "Un,Known,bad,123,,\r\n"
    );
    const auto start = [&](db::Transaction& tx) {
        return at.world().flows().receiving.start(
            tx,
            at.world().actor(),
            {.list_name = "",
             .name = "more.csv",
             .upload_key = "another",
             .sha256 = "b",
             .added_to = ListId::parse(draft.text("id")).value()}
        );
    };
    REQUIRE(at.world().database().write_now(start).ok());
    return draft.header("Location");
}

// A request for each of the routes about one list, where it would do something.
std::vector<Answered>
ask_every_route(ApiWorld& at, const std::string& list, const std::string& by) {
    std::vector<Answered> answers;
    for (const api::ApiRoute& route : api::api_routes()) {
        std::string target(route.pattern);
        const auto place = target.find("{list}");
        if (place == target.npos) {
            continue;
        }
        target.replace(place, 6, list);
        if (const auto row = target.find("{row}"); row != target.npos) {
            target.replace(row, 5, "1");
        }
        if (target.ends_with("/warnings")) {
            target += "?code=contact.shared";
        }
        std::string body;
        if (route.method == http::Method::post) {
            body = route.body == api::Body::file ? test::emis_csv(test::patients(1, 7)) : "{}";
        }
        answers.push_back(at.ask(route.method, target, body, {{"Authorization", "Bearer " + by}}));
    }
    return answers;
}

}

TEST_CASE("api: another practice's list is absent, whatever is asked of it") {
    ApiWorld at;
    const auto draft = at.post(
        lists_path + "?name=Flu", test::emis_csv(test::patients(2)) + "Un,Known,bad,123,,\r\n"
    );

    const auto answers = ask_every_route(at, draft.text("id"), at.other_key());
    CHECK(answers.size() == 9);
    for (const Answered& answered : answers) {
        CAPTURE(answered.pattern);
        check_problem(answered, 404, "list.not_found");
    }
    CHECK(at.get(draft.header("Location")).body == draft.body);
    for (const Answered& answered : ask_every_route(at, "not-a-number", at.key())) {
        CAPTURE(answered.pattern);
        check_problem(answered, 404, "list.not_found");
    }
}

TEST_CASE("api: a list tells its counts, ages, codes and shared mobiles, and where the rows are") {
    ApiWorld at;
    // Born in 2020 and 1937, at the mobile of another; one row nobody can use.
    const std::string csv = test::emis_csv(test::patients(2)) + "Ann,Young,01/02/2020,"
                            + test::patient(5).nhs_number + ",07700900000,\r\n"
                            + "Bob,Old,01/02/1937," + test::patient(6).nhs_number
                            + ",7700900000,\r\n" + "Un,Known,bad,123,,\r\n";
    const auto list = at.post(lists_path + "?name=Flu&file_name=flu.csv", csv);

    REQUIRE(list.status == 201);
    CHECK(list.body == at.get(list.header("Location")).body);
    CHECK(list.text("uploaded_by") == "Test program");
    CHECK(list.body.at("confirmed_at").is_null());
    CHECK(list.number("records") == 5);
    CHECK(list.number("accepted") == 4);
    CHECK(list.number("refused") == 1);
    CHECK(list.number("reached_by_sms") == 4);
    CHECK(list.number("reached_by_email") == 2);
    CHECK(list.body.at("ages").at("youngest").as_int64() == 6);
    CHECK(list.body.at("ages").at("under_16").as_int64() == 1);
    CHECK(list.body.at("files").at(0).at("source").as_string() == "emis");
    CHECK(list.body.at("refused_by_code").as_array().size() == 3);
    const boost::json::array shared{boost::json::object{{"patients", 3}}};
    CHECK(list.body.at("shared_mobiles") == shared);
    for (const char* link : {"refused_rows", "warnings"}) {
        const auto page = at.get(list.text(link) + "?code=mobile.leading_zero_restored");
        CHECK(page.status == 200);
        CHECK(page.body.at(link).as_array().size() == (link == std::string("warnings") ? 1 : 0));
    }
}

TEST_CASE("api: confirmed lists are found, the last confirmed first, and no draft") {
    ApiWorld at;
    std::vector<std::string> ids;
    for (const std::string name : {"A", "B", "C", "D", "E"}) {
        ids.insert(ids.begin(), confirmed(at, name));
    }
    const auto draft = at.post(lists_path + "?name=Draft", test::emis_csv(test::patients(2)));

    std::vector<std::string> followed;
    for (const auto& list : at.follow(lists_path + "?limit=2", "lists")) {
        followed.emplace_back(list.at("id").as_string());
        CHECK_FALSE(list.as_object().contains("files"));
    }
    CHECK(followed == ids);
    CHECK(at.follow(lists_path + "?limit=5", "lists").size() == 5);
    for (const std::string limit : {"0", "101", "-1", "two"}) {
        check_problem(at.get(lists_path + "?limit=" + limit), 400, "query.number_unreadable");
    }
    for (const std::string& before : {std::string("none"), draft.text("id"), std::string("7")}) {
        check_problem(at.get(lists_path + "?before=" + before), 404, "list.not_found");
    }
    const auto other =
        at.ask(http::Method::get, lists_path, {}, {{"Authorization", "Bearer " + at.other_key()}});
    CHECK(other.body.at("lists").as_array().empty());
}

TEST_CASE("api: a page goes on behind a list that was deleted meanwhile") {
    ApiWorld at;
    const std::string first = confirmed(at, "A");
    confirmed(at, "B");
    const auto page = at.get(lists_path + "?limit=1");
    REQUIRE(
        at.remove(lists_path + "/" + page.body.at("lists").at(0).at("id").as_string().c_str())
            .status
        == 204
    );

    const auto rest = at.follow(page.text("next"), "lists");
    REQUIRE(rest.size() == 1);
    CHECK(rest[0].at("id").as_string() == first);
}

TEST_CASE("api: a draft is discarded and gone") {
    ApiWorld at;
    const std::string path =
        at.post(lists_path + "?name=Flu", test::emis_csv(test::patients(2))).header("Location");

    CHECK(at.remove(path).status == 204);
    check_problem(at.get(path), 404, "list.not_found");
    check_problem(at.remove(path), 404, "list.not_found");
}

TEST_CASE("api: a confirmed list is deleted, keeps its name, and deleting it again changes nothing"
) {
    ApiWorld at;
    const std::string path = lists_path + "/" + at.make_list(2);

    CHECK(at.remove(path).status == 204);
    const auto deleted = at.get(path);
    CHECK(deleted.text("state") == "deleted");
    check_problem(at.get(path + "/refused-rows"), 404, "list.not_found");
    check_problem(at.get(path + "/warnings?code=contact.shared"), 404, "list.not_found");
    CHECK(deleted.text("name") == "Flu");
    CHECK(at.remove(path).status == 204);
    CHECK(at.get(path).body == deleted.body);
    check_problem(at.post(path + "/confirm"), 404, "list.not_found");
    CHECK(at.get(lists_path).body.at("lists").as_array().empty());
}

TEST_CASE("api: a list that a bulk message still needs is not deleted") {
    ApiWorld at;
    const std::string list = at.make_list(2);
    const auto later = at.post(
        bulk_messages, message_to(list, R"(,"send_at":"2027-01-13T12:00:00Z")"), key("later")
    );
    REQUIRE(later.status == 201);

    check_problem(at.remove(lists_path + "/" + list), 409, "list.needed");
    REQUIRE(at.post(later.header("Location") + "/stop").status == 200);
    at.world().make_messages();
    CHECK(at.remove(lists_path + "/" + list).status == 204);
}

TEST_CASE("api: while a file is being added, a draft is read and not changed") {
    ApiWorld at;
    const std::string path = draft_being_added_to(at);
    const auto before = at.get(path);

    check_problem(at.post(path + "/confirm"), 409, "list.file_being_added");
    check_problem(at.remove(path), 409, "list.file_being_added");
    check_problem(at.remove(path + "/rows/1"), 409, "list.file_being_added");
    const std::string mended = R"({"date_of_birth":"12/03/1980","mobile":"07700900999",)"
                               R"("nhs_number":")"
                               + test::patient(500).nhs_number + "\"}";
    check_problem(at.post(path + "/rows/1", mended), 409, "list.file_being_added");
    CHECK(at.get(path + "/refused-rows").body.at("refused_rows").as_array().size() == 1);
    CHECK(at.get(path).body == before.body);
}

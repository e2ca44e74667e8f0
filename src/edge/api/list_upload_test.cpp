#include "edge/api/api_fixture.hpp"

#include <doctest/doctest.h>

using namespace cohort;
using api::ApiWorld;
using api::bulk_messages;
using api::check_problem;
using api::key;
using api::lists_path;
using api::message_to;

namespace {

// Its report was run 51 days before the world's morning.
std::string old_csv() {
    return test::emis_csv(test::patients(2), test::EmisPreamble::report);
}

}

TEST_CASE("api: an upload is a draft until it is confirmed, and one key makes one list") {
    ApiWorld at;
    const std::string csv = test::emis_csv(test::patients(3));
    const auto draft = at.post(lists_path + "?name=Flu", csv, key("upload"));
    CHECK(draft.status == 201);
    CHECK(draft.text("state") == "draft");
    CHECK(draft.body.at("accepted").as_int64() == 3);
    const std::string path = draft.header("Location");
    CHECK(path == lists_path + "/" + draft.text("id"));

    check_problem(
        at.post(bulk_messages, message_to(draft.text("id")), key("early")),
        409,
        "list.not_confirmed"
    );
    CHECK(at.post(path + "/confirm").text("state") == "confirmed");
    CHECK(at.post(path + "/confirm").text("state") == "confirmed");
    CHECK(at.post(lists_path + "?name=Flu", csv, key("upload")).text("id") == draft.text("id"));
    CHECK(at.post(lists_path + "?name=Flu", csv, key("other")).text("id") != draft.text("id"));
}

TEST_CASE("api: another file under an upload's key is refused, and not answered with the first list"
) {
    ApiWorld at;
    const std::string first = test::emis_csv(test::patients(3));
    const std::string other = test::emis_csv(test::patients(4));
    REQUIRE(at.post(lists_path + "?name=Flu", first, key("upload")).status == 201);

    check_problem(
        at.post(lists_path + "?name=Flu", other, key("upload")), 409, "list.upload_key_reused"
    );
}

TEST_CASE("api: what cannot be a list is refused by its own code") {
    ApiWorld at;
    const std::string csv = test::emis_csv(test::patients(1));

    check_problem(at.post(lists_path + "?name=Flu", "a,b\r\n1,2\r\n"), 422, "no_header");
    check_problem(at.post(lists_path, csv), 400, "list.name_missing");
    check_problem(at.post(lists_path + "?name=F&confirm=yes", csv), 400, "query.word_unknown");
    check_problem(
        at.post(lists_path + "?name=F", csv, key(std::string(201, 'k'))),
        400,
        "idempotency.key_too_long"
    );
    check_problem(
        at.post(lists_path + "?name=F", "{}", {{"Content-Type", "application/json"}}),
        415,
        "http.media_type"
    );
}

TEST_CASE("api: a list whose report is old is confirmed only by who says that it is still right") {
    ApiWorld at;
    const auto refused = at.post(lists_path + "?name=F&confirm=true", old_csv(), key("old"));
    check_problem(refused, 409, "list.old");
    const std::string path = refused.header("Location");
    CHECK(at.get(path).text("state") == "draft");

    check_problem(at.post(path + "/confirm"), 409, "list.old");
    check_problem(at.post(path + "/confirm?old=yes"), 400, "query.word_unknown");
    const auto confirmed = at.post(path + "/confirm?old=accepted");
    CHECK(confirmed.status == 200);
    CHECK(confirmed.text("state") == "confirmed");
    CHECK(confirmed.text("report_run_at") == "2026-11-22T00:00:00Z");
    CHECK(confirmed.text("confirmed_at") == "2027-01-12T09:00:00Z");
}

TEST_CASE("api: a list that changed since it was looked at is not confirmed") {
    ApiWorld at;
    const auto list =
        at.post(lists_path + "?name=F", test::emis_csv(test::patients(2)), key("seen"));
    const std::string path = list.header("Location");
    const auto seen = list.body.at("revision").as_int64();
    REQUIRE(at.post(path + "/files", test::emis_csv(test::patients(5, 50))).status == 201);

    const std::string confirm = path + "/confirm?revision=";
    check_problem(at.post(confirm + std::to_string(seen)), 409, "list.changed_since");
    check_problem(at.post(confirm + "one"), 400, "query.number_unreadable");
    const auto now = at.get(path).body.at("revision").as_int64();
    CHECK(at.post(confirm + std::to_string(now)).text("state") == "confirmed");
}

TEST_CASE("api: an upload confirmed at once goes on by the same key when its age is accepted") {
    ApiWorld at;
    const std::string target = lists_path + "?name=F&confirm=true";
    const auto refused = at.post(target, old_csv(), key("old"));
    check_problem(at.post(target + "&old=maybe", old_csv(), key("old")), 400, "query.word_unknown");

    const auto made = at.post(target + "&old=accepted", old_csv(), key("old"));

    CHECK(made.status == 201);
    CHECK(made.text("state") == "confirmed");
    CHECK(made.header("Location") == refused.header("Location"));
}

TEST_CASE("api: a file comes to a draft, once by its key, and the answer tells of both") {
    ApiWorld at;
    const std::string path =
        at.post(lists_path + "?name=Flu&file_name=one.csv", test::emis_csv(test::patients(3)))
            .header("Location");
    // Two of them are on the list already.
    const std::string more = test::emis_csv(test::patients(4, 1));

    const auto added = at.post(path + "/files?file_name=two.csv", more, key("more"));
    CHECK(added.status == 201);
    CHECK(added.header("Location") == path);
    CHECK(added.number("records") == 7);
    CHECK(added.number("accepted") == 5);
    CHECK(added.number("refused") == 2);
    const auto& codes = added.body.at("refused_by_code").as_array();
    REQUIRE(codes.size() == 1);
    CHECK(codes[0].at("code").as_string() == "duplicate.identical");
    CHECK(codes[0].at("rows").as_int64() == 2);
    const auto& files = added.body.at("files").as_array();
    REQUIRE(files.size() == 2);
    CHECK(files[1].at("number").as_int64() == 2);
    CHECK(files[1].at("name").as_string() == "two.csv");
    CHECK(files[1].at("bytes").as_int64() == static_cast<std::int64_t>(more.size()));
    CHECK(files[1].at("sha256").as_string().size() == 64);

    const auto again = at.post(path + "/files?file_name=two.csv", more, key("more"));
    CHECK(again.status == 201);
    CHECK(again.body == added.body);
    check_problem(at.post(path + "/files", more, key("another")), 409, "list.file_known");
    check_problem(
        at.post(path + "/files", test::emis_csv(test::patients(1, 9)), key("more")),
        409,
        "list.upload_key_reused"
    );
    REQUIRE(at.post(path + "/confirm").status == 200);
    const auto late = at.post(path + "/files?file_name=two.csv", more, key("more"));
    CHECK(late.status == 201);
    CHECK(late.number("records") == 7);
}

TEST_CASE("api: a file that cannot be added changes nothing") {
    ApiWorld at;
    const auto draft = at.post(lists_path + "?name=Flu", test::emis_csv(test::patients(3)));
    const std::string path = draft.header("Location");
    const std::string csv = test::emis_csv(test::patients(1, 5));

    check_problem(at.post(path + "/files", "a,b\r\n1,2\r\n"), 422, "no_header");
    check_problem(
        at.post(path + "/files", "{}", {{"Content-Type", "application/json"}}),
        415,
        "http.media_type"
    );
    check_problem(
        at.post(path + "/files", csv, key(std::string(201, 'k'))), 400, "idempotency.key_too_long"
    );
    check_problem(at.post(lists_path + "/none/files", csv), 404, "list.not_found");
    CHECK(at.get(path).body == draft.body);

    REQUIRE(at.post(path + "/confirm").status == 200);
    check_problem(at.post(path + "/files", csv), 409, "list.not_draft");
}

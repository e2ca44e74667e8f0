#include "edge/api/api_fixture.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

using namespace cohort;
using api::Answered;
using api::ApiWorld;
using api::bulk_messages;
using api::check_problem;
using api::key;
using api::message_to;

TEST_CASE("api: without a known key every route answers 401") {
    ApiWorld at;
    const std::string wrong = at.key().substr(0, at.key().size() - 1) + "?";
    for (const std::string& header : {std::string(), "Bearer " + wrong, "Basic " + at.key()}) {
        for (const std::string path : {"/1", "/1/messages"}) {
            const auto refused =
                at.ask(http::Method::get, bulk_messages + path, {}, {{"Authorization", header}});
            check_problem(refused, 401, "api_key.unknown");
            CHECK(refused.header("WWW-Authenticate") == "Bearer");
        }
    }
}

TEST_CASE("api: where bulk messages are off, a key is refused") {
    ApiWorld at;
    at.switch_feature(practice::Switch::off);

    check_problem(at.get(bulk_messages), 403, "practice.bulk_messages_off");
}

TEST_CASE("api: a key that asks too often is told when to come back, and another is not") {
    ApiWorld at;
    Answered last = at.get(bulk_messages);
    for (int i = 0; i < 1000 && last.status == 200; ++i) {
        last = at.get(bulk_messages);
    }

    check_problem(last, 429, "api.too_many_requests");
    CHECK(last.header("Retry-After") == "1");
    const auto other = at.ask(
        http::Method::get, bulk_messages, {}, {{"Authorization", "Bearer " + at.other_key()}}
    );
    CHECK(other.status == 200);
    at.world().clock().advance(std::chrono::seconds{1});
    CHECK(at.get(bulk_messages).status == 200);
}

TEST_CASE("api: a file there is no room for is refused for now, and told when to come back") {
    ApiWorld at;
    at.world().flows().admission.close();

    const auto refused = at.post(
        "/api/v1/lists?name=Flu",
        test::emis_csv(test::patients(3)),
        {{"Content-Type", "text/csv"}, {"Idempotency-Key", "k"}}
    );

    check_problem(refused, 503, "upload.no_room");
    CHECK(refused.header("Retry-After") == "30");
}

TEST_CASE("api: another practice's bulk message is absent, and its list cannot be written to") {
    ApiWorld at;
    const std::string list = at.make_list(2);
    const std::string message = bulk_messages + "/" + at.make_bulk_message(list, "one");
    const api::Fields other{
        {"Authorization", "Bearer " + at.other_key()}, {"Idempotency-Key", "k"}
    };
    using http::Method;

    check_problem(
        at.ask(Method::post, bulk_messages, message_to(list), other), 404, "list.not_found"
    );
    for (const std::string path : {"", "/messages"}) {
        check_problem(
            at.ask(Method::get, message + path, {}, other), 404, "bulk_message.not_found"
        );
    }
    for (const std::string path : {"/stop", "/try-again"}) {
        check_problem(
            at.ask(Method::post, message + path, {}, other), 404, "bulk_message.not_found"
        );
    }
    const auto page = at.ask(Method::get, bulk_messages, {}, other);
    CHECK(page.body.at("bulk_messages").as_array().empty());
    check_problem(at.get(bulk_messages + "/not-a-number"), 404, "bulk_message.not_found");
}

TEST_CASE("api: names and texts are taken as the pages take them, without control characters") {
    ApiWorld at;
    const std::string csv = test::emis_csv(test::patients(1));
    const auto list = at.post("/api/v1/lists?confirm=true&name=Flu%1B%20%20clinic", csv);
    REQUIRE(list.status == 201);
    CHECK(list.text("name") == "Flu clinic");

    const std::string body = R"({"list_id":")" + list.text("id")
                             + R"(","channel":"sms","text":"Take 5\u0000\u001b0 mg"})";
    const auto sent = at.post(bulk_messages, body, key("control"));
    CHECK(sent.status == 201);
    CHECK(sent.text("first_line") == "Take 50 mg");
}

TEST_CASE("api: one idempotency key makes one bulk message, and other content under it is refused"
) {
    ApiWorld at;
    const std::string list = at.make_list(2);
    const auto first = at.post(bulk_messages, message_to(list), key("one"));
    const auto again = at.post(bulk_messages, message_to(list), key("one"));

    CHECK(first.status == 201);
    CHECK(first.header("Location") == bulk_messages + "/" + first.text("id"));
    CHECK(again.status == 200);
    CHECK(again.text("id") == first.text("id"));
    CHECK(at.get(bulk_messages).body.at("bulk_messages").as_array().size() == 1);
    check_problem(
        at.post(
            bulk_messages, message_to(list, R"(,"send_at":"2027-01-12T12:00:00Z")"), key("one")
        ),
        409,
        "idempotency.reused"
    );
}

TEST_CASE("api: a later time is an instant with any offset") {
    ApiWorld at;
    const std::string list = at.make_list(1);
    const auto made = at.post(
        bulk_messages, message_to(list, R"(,"send_at":"2027-01-12T13:30:00+01:00")"), key("later")
    );

    CHECK(made.text("send_at") == "2027-01-12T12:30:00Z");
    CHECK(made.text("state") == "scheduled");
}

TEST_CASE("api: what is wrong with a new bulk message is told by code and member") {
    ApiWorld at;
    const std::string list = at.make_list(1);
    const std::string head = R"({"list_id":")" + list + R"(",)";

    struct Case {
        std::string body;
        int status;
        std::string code;
        std::string member;
    };

    const Case cases[] = {
        {"{", 400, "json.unreadable", ""},
        {"[]", 400, "json.not_an_object", ""},
        {R"({"colour":"red"})", 400, "json.unknown_member", "colour"},
        {R"({"list_id":7})", 400, "json.member_not_text", "list_id"},
        {head + R"("channel":"sms"})", 400, "json.member_missing", "text"},
        {head + R"("channel":"fax","text":"a"})", 400, "json.channel_unknown", ""},
        {R"({"list_id":"none","channel":"sms","text":"a"})", 404, "list.not_found", ""},
        {head + R"("channel":"sms","text":""})", 400, "compose.text_missing", ""},
        {message_to(list, R"(,"send_at":"tomorrow")"), 400, "time.unreadable", ""},
        {message_to(list, R"(,"send_at":"2027-02-30T10:00:00Z")"), 400, "time.unreadable", ""},
        {message_to(list, R"(,"send_at":"2020-01-01T10:00:00Z")"), 400, "compose.time_passed", ""},
    };
    for (const Case& one : cases) {
        CAPTURE(one.body);
        const auto refused = at.post(bulk_messages, one.body, key("k"));
        check_problem(refused, one.status, one.code);
        CHECK(refused.body.as_object().contains("member") == !one.member.empty());
        if (!one.member.empty() && refused.body.as_object().contains("member")) {
            CHECK(refused.text("member") == one.member);
        }
    }
    check_problem(at.post(bulk_messages, message_to(list)), 400, "idempotency.key_missing");
    check_problem(
        at.post(bulk_messages, message_to(list), key(std::string(201, 'k'))),
        400,
        "idempotency.key_too_long"
    );
    CHECK(at.get(bulk_messages).body.at("bulk_messages").as_array().empty());
}

TEST_CASE("api: following next lists every bulk message once, the most recent first") {
    ApiWorld at;
    const std::string list = at.make_list(1);
    std::vector<std::string> made;
    for (int i = 0; i < 5; ++i) {
        made.insert(made.begin(), at.make_bulk_message(list, "key " + std::to_string(i)));
    }

    std::vector<std::string> followed;
    std::string next = bulk_messages + "?limit=2";
    while (!next.empty()) {
        const auto page = at.get(next);
        for (const auto& message : page.body.at("bulk_messages").as_array()) {
            followed.emplace_back(message.at("id").as_string());
        }
        next = page.body.at("next").is_null() ? "" : page.text("next");
        REQUIRE(followed.size() <= made.size());
    }
    CHECK(followed == made);
    for (const std::string limit : {"0", "101", "-1", "two"}) {
        check_problem(at.get(bulk_messages + "?limit=" + limit), 400, "query.number_unreadable");
    }
}

TEST_CASE("api: messages tell lines and states, errors alone on request, and nothing of a patient"
) {
    ApiWorld at;
    const std::string path = bulk_messages + "/" + at.make_bulk_message(at.make_list(5), "one");
    at.serve(5, send::Refused{"sms.number_refused", "0x0B", send::Refused::For::good});
    at.world().run_until([&] {
        return at.get(path).body.at("counts").at("refused").as_int64() == 5;
    });

    CHECK(at.get(path).text("state") == "error");
    const auto page = at.get(path + "/messages?state=errors&limit=3");
    const auto& messages = page.body.at("messages").as_array();
    REQUIRE(messages.size() == 3);
    CHECK(messages[0].at("reason").as_string() == "sms.number_refused");
    const std::string text = boost::json::serialize(page.body);
    CHECK(text.find("+447") == std::string::npos);
    CHECK(text.find(test::patient(0).family) == std::string::npos);
    CHECK(page.text("next") == path + "/messages?state=errors&after=3&limit=3");
    const auto rest = at.get(page.text("next"));
    CHECK(rest.body.at("messages").as_array().size() == 2);
    CHECK(rest.body.at("next").is_null());
    check_problem(at.get(path + "/messages?state=late"), 400, "query.word_unknown");

    CHECK(at.post(path + "/try-again").body.at("queued").as_int64() == 5);
    check_problem(at.post(path + "/try-again"), 409, "bulk_message.nothing_failed");
}

TEST_CASE("api: what is paused waits until it is resumed, and a press too many is told of the first"
) {
    ApiWorld at;
    const std::string path = bulk_messages + "/" + at.make_bulk_message(at.make_list(3), "one");
    at.world().make_messages();
    CHECK_FALSE(at.post(path + "/resume").body.at("done").as_bool());

    CHECK(at.post(path + "/pause").body.at("messages").as_int64() == 3);
    const auto again = at.post(path + "/pause").body;
    CHECK_FALSE(again.at("done").as_bool());
    CHECK(again.at("last_act").at("what").as_string() == "paused");
    CHECK(at.get(path).text("state") == "paused");
    CHECK(at.get(path).body.at("hold").at("why").as_string() == "paused");
    CHECK(at.post(path + "/resume").body.at("done").as_bool());
    CHECK(at.get(path).body.at("hold").is_null());
}

TEST_CASE("api: whom to try again is said with true and false") {
    ApiWorld at;
    const std::string path = bulk_messages + "/" + at.make_bulk_message(at.make_list(3), "one");
    check_problem(at.post(path + "/try-again", "[]"), 400, "json.not_an_object");
    check_problem(at.post(path + "/try-again", R"({"all":true})"), 400, "json.unknown_member");
    check_problem(
        at.post(path + "/try-again", R"({"no_receipt":"yes"})"), 400, "json.member_not_boolean"
    );
    check_problem(
        at.post(path + "/try-again", R"({"no_receipt":true,"not_confirmed":false})"),
        409,
        "bulk_message.nothing_failed"
    );
}

TEST_CASE("api: stopping cancels what has not left, and again changes nothing") {
    ApiWorld at;
    const std::string path = bulk_messages + "/" + at.make_bulk_message(at.make_list(3), "one");
    at.world().make_messages();

    CHECK(at.post(path + "/stop").body.at("messages").as_int64() == 3);
    CHECK_FALSE(at.post(path + "/stop").body.at("done").as_bool());
    CHECK(at.get(path).text("state") == "stopped");
    CHECK(at.get(path).body.at("counts").at("cancelled").as_int64() == 3);
}

TEST_CASE("api: it owns its paths and nobody else's") {
    CHECK(api::Api::owns("/api/v1/lists"));
    CHECK(api::Api::owns("/api"));
    CHECK_FALSE(api::Api::owns("/apiary"));
    CHECK_FALSE(api::Api::owns("/bulk-messages"));
}

// docs/reference/openapi.yaml against the route table, both ways, and against real answers.
#include "domain/sentences/sentences.hpp"
#include "edge/api/api_fixture.hpp"
#include "edge/api/routes.hpp"

#include <boost/json.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

using namespace cohort;
using api::Answered;
using boost::json::object;
using boost::json::value;

namespace {

const object& description() {
    static const value read = [] {
        std::ifstream file(COHORT_API_DESCRIPTION);
        std::ostringstream text;
        text << file.rdbuf();
        return boost::json::parse(text.str());
    }();
    return read.as_object();
}

const object& schema_of(const value& schema) {
    const value* reference = schema.as_object().if_contains("$ref");
    if (reference == nullptr) {
        return schema.as_object();
    }
    const std::string name(reference->as_string());
    return description()
        .at("components")
        .at("schemas")
        .at(name.substr(name.rfind('/') + 1))
        .as_object();
}

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& byte : out) {
        byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    }
    return out;
}

bool has_type(const value& found, std::string_view type) {
    return type == "object"    ? found.is_object()
           : type == "array"   ? found.is_array()
           : type == "string"  ? found.is_string()
           : type == "boolean" ? found.is_bool()
           : type == "integer" ? found.is_int64() || found.is_uint64()
                               : type == "null" && found.is_null();
}

void check_against(const value& found, const value& schema_or_reference) {
    const object& schema = schema_of(schema_or_reference);
    const value& type = schema.at("type");
    bool right = false;
    for (const value& one : type.is_array() ? type.as_array() : boost::json::array{type}) {
        right = right || has_type(found, one.as_string());
    }
    CHECK_MESSAGE(right, boost::json::serialize(found));
    if (const value* words = schema.if_contains("enum")) {
        const auto& all = words->as_array();
        CHECK_MESSAGE(std::ranges::find(all, found) != all.end(), boost::json::serialize(found));
    }
    if (found.is_array()) {
        for (const value& item : found.as_array()) {
            check_against(item, schema.at("items"));
        }
    }
    if (!found.is_object()) {
        return;
    }
    for (const value& name : schema.at("required").as_array()) {
        CHECK_MESSAGE(found.as_object().contains(name.as_string()), name.as_string());
    }
    for (const auto& member : found.as_object()) {
        const value* known = schema.at("properties").as_object().if_contains(member.key());
        REQUIRE_MESSAGE(known != nullptr, member.key());
        check_against(member.value(), *known);
    }
}

// The answer is one that the description promises for this route.
void check_described(std::string_view method, int expected, const Answered& answered) {
    const std::string status = std::to_string(answered.status);
    CAPTURE(answered.pattern);
    CAPTURE(status);
    CHECK(answered.status == expected);
    const object& responses =
        description().at("paths").at(answered.pattern).at(method).at("responses").as_object();
    REQUIRE(responses.contains(status));
    const value* bodies = responses.at(status).as_object().if_contains("content");
    REQUIRE((bodies == nullptr) == answered.body.is_null());
    if (bodies == nullptr) {
        return;
    }
    const object& content = bodies->as_object();
    REQUIRE(content.contains(answered.header("Content-Type")));
    check_against(answered.body, content.at(answered.header("Content-Type")).at("schema"));
}

}

TEST_CASE("description: it has every route and no other") {
    std::set<std::string> routes;
    for (const api::ApiRoute& route : api::api_routes()) {
        routes.insert(lower(http::name_of(route.method)) + " " + std::string(route.pattern));
    }
    std::set<std::string> described;
    for (const auto& path : description().at("paths").as_object()) {
        for (const auto& operation : path.value().as_object()) {
            described.insert(std::string(operation.key()) + " " + std::string(path.key()));
        }
    }

    CHECK(routes == described);
    CHECK(routes.size() == api::api_routes().size());
}

TEST_CASE("description: every code it names has a sentence") {
    for (const auto& path : description().at("paths").as_object()) {
        for (const auto& operation : path.value().as_object()) {
            for (const auto& response : operation.value().at("responses").as_object()) {
                const value* codes = response.value().as_object().if_contains("x-codes");
                for (const value& code : codes ? codes->as_array() : boost::json::array{}) {
                    CHECK_MESSAGE(
                        domain::sentence_for(code.as_string()) != nullptr, code.as_string()
                    );
                }
            }
        }
    }
}

TEST_CASE("description: the answers about lists are as it says") {
    api::ApiWorld at;
    const std::string bad = "Un,Known,bad,123,7700900001,\r\nUn,Known,bad,123,,\r\n";
    const std::string csv = test::emis_csv(test::patients(3)) + bad;
    const std::string more = test::emis_csv(test::patients(3, 1), test::EmisPreamble::report);
    const auto list = at.post("/api/v1/lists?name=Flu", csv, {{"Content-Type", "text/csv"}});
    check_described("post", 201, list);
    const std::string path = "/api/v1/lists/" + list.text("id");
    check_described("post", 201, at.post(path + "/files", more));
    check_described("get", 200, at.get(path));
    check_described("get", 200, at.get(path + "/refused-rows"));
    check_described("get", 200, at.get(path + "/warnings?code=preamble.skipped"));
    check_described("get", 400, at.get(path + "/warnings"));
    check_described("post", 422, at.post(path + "/rows/1", R"({"mobile":"1"})"));
    check_described("post", 400, at.post(path + "/rows/1", R"({"colour":"red"})"));
    check_described("delete", 200, at.remove(path + "/rows/1"));
    check_described("delete", 409, at.remove(path + "/rows/1"));
    check_described("delete", 404, at.remove(path + "/rows/100"));
    check_described("post", 409, at.post(path + "/confirm"));
    check_described("post", 200, at.post(path + "/confirm?old=accepted"));
    check_described("get", 200, at.get("/api/v1/lists"));
    check_described("get", 404, at.get("/api/v1/lists?before=none"));
    check_described("post", 409, at.post(path + "/files", more));
    check_described("delete", 204, at.remove(path));
    check_described("get", 200, at.get(path));
    check_described("post", 422, at.post("/api/v1/lists?name=Flu", "a,b\r\n1,2\r\n"));
}

TEST_CASE("description: the answers about bulk messages are as it says") {
    api::ApiWorld at;
    const std::string list = at.make_list(3);
    const api::Fields one = api::key("one");
    const auto made = at.post("/api/v1/bulk-messages", api::message_to(list), one);
    check_described("post", 201, made);
    check_described("post", 200, at.post("/api/v1/bulk-messages", api::message_to(list), one));
    check_described("get", 200, at.get("/api/v1/bulk-messages"));
    const std::string path = "/api/v1/bulk-messages/" + made.text("id");
    check_described("get", 200, at.get(path));
    check_described("post", 409, at.post(path + "/try-again"));
    at.world().make_messages();
    check_described("get", 200, at.get(path + "/messages"));
    check_described("post", 400, at.post(path + "/try-again", "[]"));
    check_described("post", 200, at.post(path + "/pause"));
    check_described("post", 200, at.post(path + "/resume"));
    check_described("post", 200, at.post(path + "/stop"));
    check_described("post", 400, at.post("/api/v1/bulk-messages", R"({"colour":"red"})", one));
    check_described("get", 401, at.ask(http::Method::get, path, {}, {}));
}

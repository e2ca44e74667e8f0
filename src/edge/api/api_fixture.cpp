#include "edge/api/api_fixture.hpp"

#include <boost/json/parse.hpp>
#include <doctest/doctest.h>

#include <algorithm>

namespace cohort::api {
namespace {

// A body that arrives in small pieces.
class PieceReader final : public http::BodyReader {
public:
    explicit PieceReader(std::string bytes) : bytes_(std::move(bytes)) {}

    Task<Result<std::size_t>> read_some(std::span<char> into) override {
        const std::size_t count = std::min({into.size(), bytes_.size() - at_, std::size_t{1000}});
        std::copy_n(bytes_.data() + at_, count, into.data());
        at_ += count;
        co_return count;
    }

private:
    std::string bytes_;
    std::size_t at_ = 0;
};

Deps deps_of(server::Flows& flows) {
    return {
        flows.database,
        flows.pool,
        flows.practices,
        flows.people,
        flows.lists,
        flows.receiving,
        flows.reviewing,
        flows.uploads,
        flows.composing,
        flows.sending,
        flows.clock,
        flows.random
    };
}

}

ApiWorld::ApiWorld() : world_(stages::Engine::sqlite), api_(deps_of(world_.flows())) {
    api_.add_routes(router_);
    key_ = make_key(world_.practice());
    const auto add = [this](db::Transaction& tx) -> Result<PracticeId> {
        const auto& practices = world_.flows().practices;
        COHORT_TRY(id, practices.add(tx, {.ods_code = "B82002", .name = "Hilltop Surgery"}));
        COHORT_CHECK(
            practices.set_feature(tx, id, practice::Feature::bulk_messages, practice::Switch::on)
        );
        return id;
    };
    other_key_ = make_key(world_.database().write_now(add).value());
}

std::string ApiWorld::make_key(PracticeId practice) {
    const auto add = [this, practice](db::Transaction& tx) -> Result<Token> {
        return world_.flows().people.add_api_key(tx, practice, "Test program").key;
    };
    return world_.database().write_now(add).value().reveal();
}

void ApiWorld::switch_feature(practice::Switch to) {
    const auto set = [this, to](db::Transaction& tx) {
        return world_.flows().practices.set_feature(
            tx, world_.practice(), practice::Feature::bulk_messages, to
        );
    };
    REQUIRE(world_.database().write_now(set).ok());
}

Answered ApiWorld::get(std::string target) {
    return ask(http::Method::get, std::move(target), {}, {{"Authorization", "Bearer " + key_}});
}

Answered ApiWorld::post(std::string target, std::string body, Fields headers) {
    headers.emplace_back("Authorization", "Bearer " + key_);
    return ask(http::Method::post, std::move(target), std::move(body), std::move(headers));
}

Answered ApiWorld::remove(std::string target) {
    return ask(http::Method::delete_, std::move(target), {}, {{"Authorization", "Bearer " + key_}});
}

boost::json::array ApiWorld::follow(std::string target, std::string_view name) {
    boost::json::array all;
    while (!target.empty()) {
        const auto page = get(target);
        REQUIRE(page.status == 200);
        for (const auto& item : page.body.at(name).as_array()) {
            all.push_back(item);
        }
        target = page.body.at("next").is_null() ? "" : page.text("next");
        REQUIRE(all.size() <= 1000);
    }
    return all;
}

Answered ApiWorld::ask(http::Method method, std::string target, std::string body, Fields headers) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.path = target.substr(0, target.find('?'));
    request.request_id = "request-" + std::to_string(++requests_);
    if (const auto mark = target.find('?'); mark != target.npos) {
        request.query = http::Query::parse(target.substr(mark + 1)).value();
    }
    for (const auto& [name, value] : headers) {
        request.headers.add(name, value);
    }
    auto match = router_.find(method, request.path);
    REQUIRE(match.ok());
    REQUIRE(match->route != nullptr);
    request.pattern = match->route->pattern;
    request.params = std::move(match->params);
    PieceReader pieces(body);
    if (match->route->body.kind == http::BodyPolicy::Kind::stream) {
        request.body_stream = &pieces;
    } else {
        request.body = std::move(body);
    }
    http::Response response = world_.await(match->route->handler(request));
    if (response.error) {
        // As the server does: the document from the hook, and the handler's headers beside its own.
        http::Response problem = api_.problem(request, response.status, *response.error);
        for (std::size_t i = 0; i < response.headers.size(); ++i) {
            const auto field = response.headers.at(i);
            if (!problem.headers.has(field.name)) {
                problem.headers.add(field.name, field.value);
            }
        }
        problem.status = response.status;
        response = std::move(problem);
    }
    return {
        response.status,
        std::move(response.headers),
        response.body.empty() ? boost::json::value() : boost::json::parse(response.body),
        std::string(request.pattern)
    };
}

std::string ApiWorld::make_list(std::size_t patients) {
    const auto made = post(
        "/api/v1/lists?name=Flu&confirm=true",
        test::emis_csv(test::patients(patients)),
        {{"Content-Type", "text/csv"}, {"Idempotency-Key", "list of " + std::to_string(patients)}}
    );
    REQUIRE(made.status == 201);
    return made.text("id");
}

std::string ApiWorld::make_bulk_message(const std::string& list, const std::string& key) {
    world_.clock().advance(Milliseconds{1});
    const auto made = post("/api/v1/bulk-messages", message_to(list), {{"Idempotency-Key", key}});
    REQUIRE(made.status == 201);
    return made.text("id");
}

void ApiWorld::serve(std::size_t messages, send::AttemptOutcome outcome) {
    world_.make_messages();
    auto& carrier = world_.carrier();
    carrier.answer = [outcome](const send::Submission&) { return outcome; };
    world_.serve(carrier);
    world_.run_until([&] { return carrier.submitted.size() == messages && carrier.open() == 0; });
}

void check_problem(const Answered& answered, int status, const std::string& code) {
    CAPTURE(code);
    CHECK(answered.status == status);
    CHECK(answered.header("Content-Type") == "application/problem+json");
    CHECK(answered.code() == code);
    CHECK(answered.body.at("status").to_number<int>() == status);
    CHECK_FALSE(answered.text("title").empty());
}

Fields key(const std::string& text) {
    return {{"Idempotency-Key", text}};
}

std::string message_to(const std::string& list, const std::string& more) {
    return R"({"list_id":")" + list + R"(","channel":"sms","text":"Come in for your flu jab")"
           + more + "}";
}

}

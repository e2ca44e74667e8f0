#include "edge/api/api.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/api/json.hpp"
#include "edge/api/routes.hpp"

namespace cohort::api {
namespace {

using http::Method;

constexpr std::size_t json_bytes_max = 64 * 1024;
constexpr std::size_t file_bytes_max = std::size_t{2} * 1024 * 1024 * 1024;

constexpr ApiRoute routes[] = {
    {Method::post, "/api/v1/lists", Body::file, create_list},
    {Method::get, "/api/v1/lists/{list}", Body::nothing, read_list},
    {Method::get, "/api/v1/lists/{list}/problems", Body::nothing, read_problems},
    {Method::post, "/api/v1/lists/{list}/confirm", Body::json, confirm_list},
    {Method::post, "/api/v1/bulk-messages", Body::json, create_bulk_message},
    {Method::get, "/api/v1/bulk-messages", Body::nothing, read_bulk_messages},
    {Method::get, "/api/v1/bulk-messages/{bulk_message}", Body::nothing, read_bulk_message},
    {Method::get, "/api/v1/bulk-messages/{bulk_message}/messages", Body::nothing, read_messages},
    {Method::post, "/api/v1/bulk-messages/{bulk_message}/try-again", Body::json, try_again},
    {Method::post, "/api/v1/bulk-messages/{bulk_message}/stop", Body::json, stop},
};

http::BodyPolicy policy_of(Body body) {
    switch (body) {
    case Body::nothing:
        return http::BodyPolicy::none();
    case Body::json:
        return http::BodyPolicy::buffer(json_bytes_max);
    case Body::file:
        return http::BodyPolicy::stream(file_bytes_max);
    }
    return http::BodyPolicy::none();
}

// The one door: a known key, and the feature on.
Task<http::Response> enter(const Deps& deps, const ApiRoute& route, http::Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view header = request.header("Authorization").value_or("");
    const std::string bearer(
        header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view()
    );
    const auto find = [&deps, &bearer](db::Snapshot& at) -> Result<Caller> {
        COHORT_TRY(caller, deps.people.check_api_key(at, bearer));
        COHORT_TRY(practice, deps.practices.load(at, caller.practice));
        if (!practice.bulk_messages_enabled) {
            return Error{ErrorKind::forbidden, "practice.bulk_messages_off"};
        }
        return caller;
    };
    auto caller = co_await deps.database.read(find);
    if (!caller.ok()) {
        co_return http::failure(caller.error());
    }
    co_return co_await route.handler(deps, request, std::move(caller).value());
}

}

std::span<const ApiRoute> api_routes() {
    return routes;
}

void Api::add_routes(http::Router& router) {
    for (const ApiRoute& route : routes) {
        router.add(
            route.method,
            std::string(route.pattern),
            policy_of(route.body),
            [this, &route](http::Request& request) { return enter(deps_, route, request); }
        );
    }
}

bool Api::owns(std::string_view path) {
    return path == "/api" || path.starts_with("/api/");
}

http::Response
Api::problem(const http::Request& request, int status, const Error& error) const {
    const domain::Sentence* words = domain::sentence_for(error.code.text());
    boost::json::object details{
        {"type", "about:blank"},
        {"title", words != nullptr ? words->title : http::reason_of(status)},
        {"status", status},
        {"code", error.code.text()},
        {"instance", "urn:request:" + request.request_id}
    };
    if (words != nullptr) {
        details["detail"] = words->what_to_do;
    }
    http::Response response = answer(details, status);
    response.header("Content-Type", "application/problem+json");
    return response;
}

}

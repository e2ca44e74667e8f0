#include "edge/api/api.hpp"

#include "edge/api/json.hpp"
#include "edge/api/routes.hpp"

namespace cohort::api {
namespace {

using http::Method;

constexpr std::size_t json_bytes_max = 64 * 1024;
constexpr std::size_t file_bytes_max = std::size_t{2} * 1024 * 1024 * 1024;

constexpr ApiRoute routes[] = {
    {Method::post, "/api/v1/lists", Body::file, create_list},
    {Method::get, "/api/v1/lists", Body::nothing, read_lists},
    {Method::get, "/api/v1/lists/{list}", Body::nothing, read_list},
    {Method::delete_, "/api/v1/lists/{list}", Body::nothing, delete_list},
    {Method::post, "/api/v1/lists/{list}/files", Body::file, add_file},
    {Method::get, "/api/v1/lists/{list}/refused-rows", Body::nothing, read_refused_rows},
    {Method::get, "/api/v1/lists/{list}/warnings", Body::nothing, read_warnings},
    {Method::post, "/api/v1/lists/{list}/rows/{row}", Body::json, correct_row},
    {Method::delete_, "/api/v1/lists/{list}/rows/{row}", Body::nothing, leave_out_row},
    {Method::post, "/api/v1/lists/{list}/rows/{row}/put-back", Body::nothing, put_row_back},
    {Method::post, "/api/v1/lists/{list}/confirm", Body::json, confirm_list},
    {Method::post, "/api/v1/bulk-messages", Body::json, create_bulk_message},
    {Method::get, "/api/v1/bulk-messages", Body::nothing, read_bulk_messages},
    {Method::get, "/api/v1/bulk-messages/{bulk_message}", Body::nothing, read_bulk_message},
    {Method::get, "/api/v1/bulk-messages/{bulk_message}/messages", Body::nothing, read_messages},
    {Method::post, "/api/v1/bulk-messages/{bulk_message}/try-again", Body::json, try_again},
    {Method::post, "/api/v1/bulk-messages/{bulk_message}/pause", Body::json, pause},
    {Method::post, "/api/v1/bulk-messages/{bulk_message}/resume", Body::json, resume},
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

// "cohort_<practice>_<key>": the part of a bearer that is no secret.
std::string_view key_name(std::string_view bearer) {
    std::size_t end = 0;
    for (int parts = 0; parts < 3 && end != bearer.npos; ++parts) {
        end = bearer.find('_', end == 0 ? 0 : end + 1);
    }
    return bearer.substr(0, end);
}

}

std::span<const ApiRoute> api_routes() {
    return routes;
}

// The one door: a known key that does not ask too often, and the feature on.
Task<http::Response> Api::enter(const ApiRoute& route, http::Request& request) {
    constexpr std::string_view scheme = "Bearer ";
    const std::string_view header = request.header("Authorization").value_or("");
    const std::string bearer(
        header.starts_with(scheme) ? header.substr(scheme.size()) : std::string_view()
    );

    struct Known {
        Caller caller;
        bool feature_on;
    };

    const auto find = [this, &bearer](db::Snapshot& at) -> Result<Known> {
        COHORT_TRY(caller, deps_.people.check_api_key(at, bearer));
        COHORT_TRY(practice, deps_.practices.load(at, caller.practice));
        return Known{std::move(caller), practice.bulk_messages_enabled};
    };
    auto known = co_await deps_.database.read(find);
    if (!known.ok()) {
        co_return http::failure(known.error());
    }
    if (const auto wait = rate_limit_.take(key_name(bearer), deps_.clock.now())) {
        http::Response refused = http::failure(Error{ErrorKind::too_many, "api.too_many_requests"});
        refused.header("Retry-After", std::to_string(wait->count()));
        co_return refused;
    }
    if (!known->feature_on) {
        co_return http::failure(Error{ErrorKind::forbidden, "practice.bulk_messages_off"});
    }
    co_return co_await route.handler(deps_, request, std::move(known->caller));
}

void Api::add_routes(http::Router& router) {
    for (const ApiRoute& route : routes) {
        router.add(
            route.method,
            std::string(route.pattern),
            policy_of(route.body),
            [this, &route](http::Request& request) { return enter(route, request); }
        );
    }
}

bool Api::owns(std::string_view path) {
    return path == "/api" || path.starts_with("/api/");
}

http::Response Api::problem(const http::Request& request, int status, const Error& error) const {
    boost::json::object details = problem_details(request, status, error.code.text());
    if (error.code.text().starts_with("json.") && !error.detail.empty()) {
        details["member"] = error.detail;
    }
    http::Response response = problem_answer(details, status);
    if (status == 401) {
        response.header("WWW-Authenticate", "Bearer");
    }
    return response;
}

}

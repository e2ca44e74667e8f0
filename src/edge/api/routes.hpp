#pragma once
// Every path of the API and who answers it. All of them need a key.
#include "edge/api/api.hpp"

#include <span>
#include <string_view>

namespace cohort::api {

// The practice and label of the key that came with the request.
using Caller = practice::Actor;
using Handler = Task<http::Response> (*)(const Deps&, http::Request&, Caller);

enum class Body { nothing, json, file };

struct ApiRoute {
    http::Method method;
    std::string_view pattern;
    Body body;
    Handler handler;
};

std::span<const ApiRoute> api_routes();

// list_upload.cpp
Task<http::Response> create_list(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> add_file(const Deps& deps, http::Request& request, Caller caller);
// lists.cpp
Task<http::Response> read_lists(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> read_list(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> confirm_list(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> delete_list(const Deps& deps, http::Request& request, Caller caller);
// list_rows.cpp
Task<http::Response> read_refused_rows(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> read_warnings(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> correct_row(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> leave_out_row(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> put_row_back(const Deps& deps, http::Request& request, Caller caller);
// bulk_messages.cpp
Task<http::Response> create_bulk_message(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> read_bulk_messages(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> read_bulk_message(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> read_messages(const Deps& deps, http::Request& request, Caller caller);
// control.cpp
Task<http::Response> try_again(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> pause(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> resume(const Deps& deps, http::Request& request, Caller caller);
Task<http::Response> stop(const Deps& deps, http::Request& request, Caller caller);

}

#pragma once
// What the requests about lists have in common.
#include "edge/api/list_json.hpp"
#include "edge/api/routes.hpp"

namespace cohort::api {

// The {list} of the path. Errors: list.not_found; what is no id is nobody's list.
Result<ListId> list_id_of(const http::Request& request);

// The query's old=accepted: the list is still right, however old. Errors: query.word_unknown.
Result<lists::OldList> old_list_of(const http::Query& query);

// The query's revision=7: what was looked at. Errors: query.number_unreadable.
Result<std::optional<std::int64_t>> revision_of(const http::Query& query);

// One list as it is told. Errors: list.not_found.
Task<Result<boost::json::object>> load_list(const Deps& deps, PracticeId practice, ListId list);

}

#include "edge/api/list_requests.hpp"

#include <limits>

namespace cohort::api {

Result<ListId> list_id_of(const http::Request& request) {
    const auto id = ListId::parse(request.param("list"));
    return id.ok() ? id : Result<ListId>(Error{ErrorKind::not_found, "list.not_found"});
}

Result<lists::OldList> old_list_of(const http::Query& query) {
    constexpr std::string_view words[] = {"refused", "accepted"};
    COHORT_TRY(word, word_of(query, "old", words));
    return word == "accepted" ? lists::OldList::accepted : lists::OldList::refused;
}

Result<std::optional<std::int64_t>> revision_of(const http::Query& query) {
    constexpr auto most = std::numeric_limits<std::int64_t>::max();
    COHORT_TRY(revision, number_of(query, "revision", 0, most));
    return revision > 0 ? std::optional(revision) : std::nullopt;
}

Task<Result<boost::json::object>> load_list(const Deps& deps, PracticeId practice, ListId list) {
    const auto load = [&deps, practice, list](db::Snapshot& at) {
        return deps.reviewing.review(at, practice, list);
    };
    COHORT_CO_TRY(review, co_await deps.database.read(load));
    co_return json_of(review);
}

}

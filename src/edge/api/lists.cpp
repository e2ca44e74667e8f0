// Patient lists over the API: found, read, confirmed and deleted.
#include "edge/api/list_requests.hpp"

namespace cohort::api {
namespace {

using boost::json::array;

constexpr std::int64_t lists_a_page_max = 100;

// The place of the list that the page before ended with.
Result<lists::PageMark>
mark_of(const Deps& deps, db::Snapshot& at, PracticeId practice, std::string_view before) {
    const auto id = ListId::parse(before);
    if (!id.ok()) {
        return Error{ErrorKind::not_found, "list.not_found"};
    }
    COHORT_TRY(last, deps.lists.summary(at, practice, *id));
    if (!last.confirmed_at) {
        return Error{ErrorKind::not_found, "list.not_found"};
    }
    return lists::PageMark{*last.confirmed_at, last.id};
}

Outcome remove(const Deps& deps, db::Transaction& tx, const Caller& caller, ListId id) {
    COHORT_TRY(list, deps.lists.summary(tx, caller.practice, id));
    switch (list.state) {
    case lists::State::draft:
        return deps.receiving.discard(tx, caller, id);
    case lists::State::confirmed:
        return deps.lists.remove(tx, caller, id);
    case lists::State::deleted:
        return done();
    }
    return done();
}

}

Task<http::Response> read_lists(const Deps& deps, http::Request& request, Caller caller) {
    const auto limit = page_limit_of(request.query, 20, lists_a_page_max);
    if (!limit.ok()) {
        co_return http::failure(limit.error());
    }
    const auto before = request.query.get("before");
    const auto load = [&](db::Snapshot& at) -> Result<std::vector<lists::Summary>> {
        std::optional<lists::PageMark> mark;
        if (before) {
            COHORT_TRY(found, mark_of(deps, at, caller.practice, *before));
            mark = found;
        }
        return deps.lists.confirmed(at, caller.practice, mark, *limit);
    };
    const auto page = co_await deps.database.read(load);
    if (!page.ok()) {
        co_return http::failure(page.error());
    }
    array items;
    for (const lists::Summary& list : *page) {
        items.push_back(json_of(list));
    }
    const bool full = static_cast<std::int64_t>(page->size()) == *limit;
    const std::string mark = full ? "before=" + page->back().id.text() : std::string();
    co_return answer(page_of("lists", std::move(items), full, "/api/v1/lists", mark, *limit));
}

Task<http::Response> read_list(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    if (!id.ok()) {
        co_return http::failure(id.error());
    }
    co_return answer_or_failure(co_await load_list(deps, caller.practice, *id));
}

Task<http::Response> confirm_list(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    const auto old = old_list_of(request.query);
    const auto seen = revision_of(request.query);
    for (const Error* error :
         {id.ok() ? nullptr : &id.error(),
          old.ok() ? nullptr : &old.error(),
          seen.ok() ? nullptr : &seen.error()}) {
        if (error != nullptr) {
            co_return http::failure(*error);
        }
    }
    const auto confirm = [&](db::Transaction& tx) {
        return deps.lists.use(tx, caller, *id, *old, *seen);
    };
    if (const Outcome confirmed = co_await deps.database.write(confirm); !confirmed.ok()) {
        co_return http::failure(confirmed.error());
    }
    co_return answer_or_failure(co_await load_list(deps, caller.practice, *id));
}

// Again changes nothing, while the list is still known by name.
Task<http::Response> delete_list(const Deps& deps, http::Request& request, Caller caller) {
    const auto id = list_id_of(request);
    if (!id.ok()) {
        co_return http::failure(id.error());
    }
    const auto change = [&](db::Transaction& tx) { return remove(deps, tx, caller, *id); };
    const Outcome removed = co_await deps.database.write(change);
    co_return removed.ok() ? http::empty() : http::failure(removed.error());
}

}

// What was repaired or noticed in a list, one kind at a time.
#include "edge/staff_web/pages/noticed.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"
#include "flow/lists/looks.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t noticed_a_page = 50;

Result<NoticedView> read_view(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const http::Request& request
) {
    COHORT_TRY(summary, deps.lists.held(at, practice, list));
    NoticedView view{
        .list = std::move(summary),
        .files = deps.lists.files(at, practice, list),
        .code = std::string(request.param("code")),
        .after = read_position(request.query.text("after"))
    };
    COHORT_TRY(
        warnings,
        deps.reviewing.warnings(at, practice, list, view.code, view.after, noticed_a_page + 1)
    );
    if (static_cast<std::int64_t>(warnings.size()) > noticed_a_page) {
        warnings.pop_back();
        view.more = noticed_address(list, view.code)
                        .with_query("after", std::to_string(warnings.back().number));
    }
    view.warnings = std::move(warnings);
    return view;
}

}

Task<http::Response> show_noticed(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    if (!list.ok() || domain::sentence_for(request.param("code")) == nullptr) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) {
        return read_view(at, site.deps, visitor.practice(), *list, request);
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    const lists::LookDeps looks{site.deps.database, site.deps.clock, site.deps.random};
    const Outcome noted =
        co_await lists::note_look(looks, visitor.actor(), *list, lists::Look::rows);
    if (!noted.ok()) {
        co_return http::failure(noted.error());
    }
    co_return show(site.deps.random, &visitor, noticed_page(*view));
}

}

// The review of an uploaded list, and going on with it.
#include "edge/staff_web/pages/review.hpp"

#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t refused_a_page = 50;

Result<ReviewView>
read_view(db::Snapshot& at, const Deps& deps, PracticeId practice, ListId id, std::int64_t after) {
    COHORT_TRY(review, deps.reviewing.review(at, practice, id));
    ReviewView view{.review = std::move(review)};
    COHORT_TRY(rows, deps.reviewing.refused(at, practice, id, "", after, refused_a_page + 1));
    view.refused = std::move(rows);
    if (static_cast<std::int64_t>(view.refused.size()) > refused_a_page) {
        view.refused.pop_back();
        view.more_refused = html::Url::path({"lists", id.text()})
                                .with_query("after", std::to_string(view.refused.back().number));
    }
    return view;
}

}

Task<http::Response> show_review(Site site, http::Request& request, Visitor visitor) {
    const auto id = ListId::parse(request.param("list"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const std::int64_t after = read_position(request.query.text("after"));
    const auto load = [&](db::Snapshot& at) {
        return read_view(at, site.deps, visitor.practice(), *id, after);
    };
    auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    view->token = visitor.session.csrf_token;
    co_return show(site.deps.random, &visitor, review_page(*view));
}

Task<http::Response> use_list(Site site, http::Request& request, Visitor visitor) {
    const auto id = ListId::parse(request.param("list"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto confirm = [&site, &visitor, &id](db::Transaction& tx) -> Result<DraftId> {
        COHORT_CHECK(site.deps.lists.use(tx, visitor.actor(), *id, lists::OldList::refused));
        return site.deps.composing.start(tx, visitor.actor(), *id);
    };
    const auto draft = co_await site.deps.database.write(confirm);
    if (!draft.ok()) {
        co_return http::failure(draft.error());
    }
    co_return http::see_other("/drafts/" + draft->text());
}

}

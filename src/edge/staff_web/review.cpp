// The review of an uploaded list.
#include "edge/staff_web/pages/review.hpp"

#include "edge/staff_web/list_pages.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/row_news.hpp"

namespace cohort::staff_web {

Task<http::Response> show_review(
    Site site,
    const http::Request& request,
    Visitor visitor,
    ListId list,
    StillRight said,
    std::string why,
    int status
) {
    const auto load = [&](db::Snapshot& at) -> Result<ReviewView> {
        const Deps& deps = site.deps;
        COHORT_TRY(review, deps.reviewing.review(at, visitor.practice(), list));
        ReviewView view{
            .review = std::move(review),
            .now = deps.clock.now(),
            .said = said,
            .token = visitor.session.csrf_token
        };
        view.news = read_news(at, deps.reviewing, visitor.practice(), view.review, request.query);
        if (!why.empty()) {
            view.news = {why, News::Kind::not_done};
        }
        return view;
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    co_return show(site.deps.random, &visitor, review_page(*view), status);
}

}

// The rows that somebody left out, and putting one back.
#include "edge/staff_web/pages/left_out.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/row_news.hpp"
#include "flow/lists/looks.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t left_out_a_page = 50;

Result<LeftOutView> read_left_out(
    db::Snapshot& at,
    const Deps& deps,
    const Visitor& visitor,
    ListId list,
    const http::Request& request
) {
    const PracticeId practice = visitor.practice();
    COHORT_CHECK(deps.lists.held(at, practice, list));
    COHORT_TRY(review, deps.reviewing.review(at, practice, list));
    LeftOutView view{
        .review = std::move(review),
        .after = read_position(request.query.text("after")),
        .token = visitor.session.csrf_token
    };
    view.news = read_news(at, deps.reviewing, practice, view.review, request.query);
    COHORT_TRY(rows, deps.reviewing.left_out(at, practice, list, view.after, left_out_a_page + 1));
    if (static_cast<std::int64_t>(rows.size()) > left_out_a_page) {
        rows.pop_back();
        view.more =
            list_address(list, "left-out").with_query("after", std::to_string(rows.back().number));
    }
    view.rows = std::move(rows);
    return view;
}

}

Task<http::Response> show_left_out(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    if (!list.ok()) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) {
        return read_left_out(at, site.deps, visitor, *list, request);
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
    co_return show(site.deps.random, &visitor, left_out_page(*view));
}

Task<http::Response> put_row_back(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    if (!list.ok()) {
        co_return http::not_found();
    }
    const std::int64_t row = read_position(request.param("row"));
    const auto put_back = [&](db::Transaction& tx) {
        return site.deps.reviewing.put_back(tx, visitor.actor(), *list, row);
    };
    const Outcome done = co_await site.deps.database.write(put_back);
    // Pressed twice, or by two people: it says what the row is now.
    if (!done.ok() && done.error().code != ErrorCode("row.not_left_out")) {
        co_return http::failure(done.error());
    }
    const std::string after = std::to_string(read_position(request.form.text("after")));
    const html::Url page = list_address(*list, "left-out").with_query("after", after);
    co_return http::see_other(std::string(with_news(page, RowDeed::put_back, row).text()));
}

}

// The refused rows of a list, one reason at a time.
#include "edge/staff_web/pages/refused.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/row_news.hpp"
#include "edge/staff_web/same_patient.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t refused_a_page = 50;
constexpr std::int64_t rows_a_write = 100;
constexpr std::int64_t writes_a_press = 100;

Result<RefusedView> read_view(
    db::Snapshot& at,
    const Deps& deps,
    const Visitor& visitor,
    ListId list,
    const http::Request& request
) {
    const PracticeId practice = visitor.practice();
    COHORT_CHECK(deps.lists.held(at, practice, list));
    COHORT_TRY(review, deps.reviewing.review(at, practice, list));
    RefusedView view{
        .review = std::move(review),
        .code = std::string(request.param("code")),
        .after = read_position(request.query.text("after")),
        .token = visitor.session.csrf_token
    };
    view.news = read_news(at, deps.reviewing, practice, view.review, request.query);
    COHORT_TRY(
        rows, deps.reviewing.refused(at, practice, list, view.code, view.after, refused_a_page + 1)
    );
    if (static_cast<std::int64_t>(rows.size()) > refused_a_page) {
        rows.pop_back();
        view.more = refused_address(list, view.code)
                        .with_query("after", std::to_string(rows.back().number));
    }
    COHORT_TRY(places, places_of_same_patients(at, deps, practice, list, rows));
    view.rows.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        view.rows.push_back({std::move(rows[i]), std::move(places[i])});
    }
    return view;
}

}

Task<http::Response> show_refused(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    if (!list.ok() || domain::sentence_for(request.param("code")) == nullptr) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) {
        return read_view(at, site.deps, visitor, *list, request);
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    co_return show(site.deps.random, &visitor, refused_page(*view));
}

// A hundred a write, so that nobody else's waits for long.
Task<http::Response> leave_out_all(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    const std::string code(request.param("code"));
    if (!list.ok() || domain::sentence_for(code) == nullptr || code == "duplicate.conflict") {
        co_return http::not_found();
    }
    const auto leave_out = [&](db::Transaction& tx) {
        return site.deps.reviewing.leave_out_some(tx, visitor.actor(), *list, code, rows_a_write);
    };
    for (std::int64_t writes = 0; writes < writes_a_press; ++writes) {
        const auto left_out = co_await site.deps.database.write(leave_out);
        if (!left_out.ok()) {
            co_return http::failure(left_out.error());
        }
        if (*left_out < rows_a_write) {
            break;
        }
    }
    co_return http::see_other(std::string(with_news(list_address(*list), code).text()));
}

}

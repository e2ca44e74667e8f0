// The refused rows of a list, one reason at a time.
#include "edge/staff_web/pages/refused.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/row_news.hpp"
#include "edge/staff_web/same_patient.hpp"
#include "flow/lists/looks.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t refused_a_page = 50;
constexpr int pieces_a_press = 20;

Result<RefusedView> read_refused(
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
        return read_refused(at, site.deps, visitor, *list, request);
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
    co_return show(site.deps.random, &visitor, refused_page(*view));
}

// What is little is done before the answer; the rest goes on by itself.
Task<http::Response> leave_out_all(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    const std::string code(request.param("code"));
    if (!list.ok() || domain::sentence_for(code) == nullptr || code == "duplicate.conflict") {
        co_return http::not_found();
    }
    const lists::AskedToLeaveOut asked{visitor.actor(), *list, code};
    const auto ask = [&](db::Transaction& tx) {
        return site.deps.reviewing.ask_to_leave_out(tx, asked.actor, asked.list, asked.code);
    };
    if (const Outcome noted = co_await site.deps.database.write(ask); !noted.ok()) {
        co_return http::failure(noted.error());
    }
    const auto leave_out = [&](db::Transaction& tx) {
        return site.deps.reviewing.leave_out_piece(tx, asked);
    };
    bool more = true;
    for (int pieces = 0; more && pieces < pieces_a_press; ++pieces) {
        const auto left = co_await site.deps.database.write(leave_out);
        more = left.ok() && *left;
    }
    co_return http::see_other(std::string(with_news(list_address(*list), code).text()));
}

}

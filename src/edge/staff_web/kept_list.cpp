// A confirmed list.
#include "edge/staff_web/pages/kept_list.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/list_pages.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "flow/lists/looks.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t patients_a_page = 50;

}

Task<http::Response> show_kept_list(
    Site site,
    const http::Request& request,
    Visitor visitor,
    ListId list,
    StillRight said,
    std::string why,
    int status
) {
    const auto load = [&](db::Snapshot& at) -> Result<KeptListView> {
        const Deps& deps = site.deps;
        COHORT_TRY(review, deps.reviewing.review(at, visitor.practice(), list));
        KeptListView view{
            .review = std::move(review),
            .now = deps.clock.now(),
            .after = Position{read_position(request.query.text("after"))},
            .said = said,
            .news = {why, News::Kind::not_done},
            .token = visitor.session.csrf_token
        };
        COHORT_TRY(
            patients,
            deps.lists.patients(at, visitor.practice(), list, view.after, patients_a_page + 1)
        );
        if (static_cast<std::int64_t>(patients.size()) > patients_a_page) {
            patients.pop_back();
            view.more = list_address(list)
                            .with_query("after", std::to_string(patients.back().position.value))
                            .with_id("patients");
        }
        view.patients = std::move(patients);
        return view;
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    const lists::LookDeps looks{site.deps.database, site.deps.clock, site.deps.random};
    const Outcome noted =
        co_await lists::note_look(looks, visitor.actor(), list, lists::Look::patients);
    if (!noted.ok()) {
        co_return http::failure(noted.error());
    }
    co_return show(
        site.deps.random, &visitor, kept_list_page(*view), status, MenuPlace::patient_lists
    );
}

}

// Looking for a patient in a confirmed list.
#include "domain/typed_text.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/pages/found_patients.hpp"
#include "edge/staff_web/routes.hpp"
#include "flow/lists/looks.hpp"

#include <utility>

namespace cohort::staff_web {
namespace {

constexpr std::size_t patients_most = 100;

}

Task<http::Response> search_list(Site site, http::Request& request, Visitor visitor) {
    const Deps& deps = site.deps;
    const auto id = ListId::parse(request.param("list"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto load = [&](db::Snapshot& at) -> Result<FoundPatientsView> {
        COHORT_TRY(list, deps.lists.held(at, visitor.practice(), *id));
        return FoundPatientsView{
            .list = std::move(list),
            .files = deps.lists.files(at, visitor.practice(), *id),
            .words = domain::read_line(request.form.text("q")),
            .found = std::nullopt,
            .token = visitor.session.csrf_token
        };
    };
    auto view = co_await deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    if (!view->words.empty()) {
        const lists::LookDeps looks{deps.database, deps.clock, deps.random};
        const Outcome noted =
            co_await lists::note_look(looks, visitor.actor(), *id, lists::Look::search);
        if (!noted.ok()) {
            co_return http::failure(noted.error());
        }
        const lists::SearchDeps search{deps.database, deps.pool, deps.lists};
        auto found =
            co_await lists::search(search, visitor.practice(), *id, view->words, patients_most);
        if (!found.ok()) {
            co_return http::failure(found.error());
        }
        view->found = std::move(found).value();
    }
    co_return show(
        deps.random, &visitor, found_patients_page(*view), 200, MenuPlace::patient_lists
    );
}

}

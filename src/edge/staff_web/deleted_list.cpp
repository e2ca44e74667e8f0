// A deleted list.
#include "edge/staff_web/pages/deleted_list.hpp"

#include "edge/staff_web/list_pages.hpp"
#include "edge/staff_web/page.hpp"

namespace cohort::staff_web {

Task<http::Response> show_deleted_list(Site site, Visitor visitor, ListId list) {
    const auto load = [&](db::Snapshot& at) -> Result<DeletedListView> {
        const Deps& deps = site.deps;
        COHORT_TRY(summary, deps.lists.summary(at, visitor.practice(), list));
        return DeletedListView{
            .list = std::move(summary),
            .files = deps.lists.files(at, visitor.practice(), list),
            .now = deps.clock.now()
        };
    };
    const auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    co_return show(
        site.deps.random, &visitor, deleted_list_page(*view), 200, MenuPlace::patient_lists
    );
}

}

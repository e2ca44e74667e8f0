// The practice's confirmed lists.
#include "edge/staff_web/pages/lists.hpp"

#include "edge/staff_web/page.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/routes.hpp"

namespace cohort::staff_web {
namespace {

constexpr std::int64_t lists_a_page = 20;
constexpr std::int64_t drafts_told_most = 20;

// Its name, if it is this practice's and deleted indeed.
std::string
name_of_deleted(db::Snapshot& at, const Deps& deps, PracticeId practice, std::string_view text) {
    const auto id = ListId::parse(text);
    if (!id.ok()) {
        return {};
    }
    const auto list = deps.lists.summary(at, practice, *id);
    return list.ok() && list->state == lists::State::deleted ? list->name : std::string();
}

}

Task<http::Response> show_lists(Site site, http::Request& request, Visitor visitor) {
    const auto before = read_list_mark(request.query.text("before"));
    const auto load = [&](db::Snapshot& at) -> Result<ListsView> {
        const Deps& deps = site.deps;
        return ListsView{
            .rows = deps.lists.confirmed(at, visitor.practice(), before, lists_a_page + 1),
            .now = deps.clock.now(),
            .unfinished = before ? std::vector<lists::Summary>()
                                 : deps.lists.drafts(at, visitor.practice(), drafts_told_most),
            .unfinished_kept = deps.unconfirmed_kept,
            .deleted = name_of_deleted(at, deps, visitor.practice(), request.query.text("deleted"))
        };
    };
    auto view = co_await site.deps.database.read(load);
    if (!view.ok()) {
        co_return http::failure(view.error());
    }
    const html::Url newest = html::Url::path({"lists"});
    if (static_cast<std::int64_t>(view->rows.size()) > lists_a_page) {
        view->rows.pop_back();
        const lists::Summary& last = view->rows.back();
        view->older = newest.with_query(
            "before", write_page_mark(lists::PageMark{last.confirmed_at.value(), last.id})
        );
    }
    if (before) {
        view->newest = newest;
    }
    co_return show(site.deps.random, &visitor, lists_page(*view), 200, MenuPlace::patient_lists);
}

}

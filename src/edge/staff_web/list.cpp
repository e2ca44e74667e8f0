// One patient list: its review while it is a draft, what it was put together from once it is
// confirmed; and using it for a bulk message.
#include "edge/staff_web/list_pages.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/words.hpp"

#include <optional>
#include <utility>

namespace cohort::staff_web {
namespace {

Task<http::Response> show_page(
    Site site,
    const http::Request& request,
    Visitor visitor,
    ListId list,
    StillRight said,
    std::string why,
    int status
) {
    const auto load = [&](db::Snapshot& at) {
        return site.deps.lists.summary(at, visitor.practice(), list);
    };
    const auto summary = co_await site.deps.database.read(load);
    if (!summary.ok()) {
        co_return http::failure(summary.error());
    }
    switch (summary->state) {
    case lists::State::draft:
        co_return co_await show_review(
            site, request, std::move(visitor), list, said, std::move(why), status
        );
    case lists::State::confirmed:
        co_return co_await show_kept_list(
            site, request, std::move(visitor), list, said, std::move(why), status
        );
    case lists::State::deleted:
        break;
    }
    co_return co_await show_deleted_list(site, std::move(visitor), list);
}

}

Task<http::Response> show_list(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    if (!list.ok()) {
        co_return http::not_found();
    }
    co_return co_await show_page(
        site, request, std::move(visitor), *list, StillRight::asked, {}, 200
    );
}

Task<http::Response> use_list(Site site, http::Request& request, Visitor visitor) {
    const auto list = ListId::parse(request.param("list"));
    if (!list.ok()) {
        co_return http::not_found();
    }
    const auto old = request.form.text("still_right") == "yes" ? lists::OldList::accepted
                                                               : lists::OldList::refused;
    // The review names what it showed; a list that cannot change any more need not be named.
    const std::int64_t shown = read_position(request.form.text("revision"));
    const auto seen = shown > 0 ? std::optional(shown) : std::nullopt;
    const auto use = [&](db::Transaction& tx) -> Result<DraftId> {
        COHORT_CHECK(site.deps.lists.use(tx, visitor.actor(), *list, old, seen));
        return site.deps.composing.start(tx, visitor.actor(), *list);
    };
    const auto draft = co_await site.deps.database.write(use);
    if (draft.ok()) {
        co_return http::see_other("/drafts/" + draft->text());
    }
    const ErrorCode code = draft.error().code;
    const bool is_old = code == ErrorCode("list.old");
    const bool is_changed = code == ErrorCode("list.changed_since");
    if (!is_old && !is_changed && code != ErrorCode("list.file_being_added")) {
        co_return http::failure(draft.error());
    }
    co_return co_await show_page(
        site,
        request,
        std::move(visitor),
        *list,
        is_old ? StillRight::missing : StillRight::asked,
        is_changed ? sentence(code.text()) : std::string(),
        http::status_of(draft.error())
    );
}

}

// Deleting a confirmed list.
#include "edge/staff_web/pages/delete_list.hpp"

#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"
#include "edge/staff_web/routes.hpp"
#include "edge/staff_web/words.hpp"

#include <utility>

namespace cohort::staff_web {
namespace {

Task<http::Response>
show_page(Site site, Visitor visitor, ListId id, std::string problem, int status) {
    const auto load = [&](db::Snapshot& at) {
        return site.deps.lists.summary(at, visitor.practice(), id);
    };
    auto list = co_await site.deps.database.read(load);
    if (!list.ok()) {
        co_return http::failure(list.error());
    }
    if (list->state != lists::State::confirmed) {
        co_return http::not_found();
    }
    const DeleteListView view{
        .list = std::move(list).value(),
        .problem = std::move(problem),
        .token = visitor.session.csrf_token
    };
    co_return show(
        site.deps.random, &visitor, delete_list_page(view), status, MenuPlace::patient_lists
    );
}

}

Task<http::Response> show_delete_list(Site site, http::Request& request, Visitor visitor) {
    const auto id = ListId::parse(request.param("list"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    co_return co_await show_page(site, std::move(visitor), *id, "", 200);
}

Task<http::Response> delete_list(Site site, http::Request& request, Visitor visitor) {
    const auto id = ListId::parse(request.param("list"));
    if (!id.ok()) {
        co_return http::not_found();
    }
    const auto remove = [&](db::Transaction& tx) {
        return site.deps.lists.remove(tx, visitor.actor(), *id);
    };
    const Outcome removed = co_await site.deps.database.write(remove);
    if (removed.ok()) {
        const html::Url lists = html::Url::path({"lists"}).with_query("deleted", id->text());
        co_return http::see_other(std::string(lists.text()));
    }
    const Error& error = removed.error();
    if (error.code == ErrorCode("list.needed")) {
        co_return co_await show_page(
            site, std::move(visitor), *id, sentence(error.code.text()), http::status_of(error)
        );
    }
    co_return http::failure(error);
}

}

// Another file in the place of a draft's.
#include "edge/staff_web/pages/replace_file.hpp"

#include "edge/staff_web/incoming_list.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"

#include <utility>

namespace cohort::staff_web {

Task<http::Response> show_replace_file(Site site, http::Request& request, Visitor visitor) {
    auto list = co_await find_draft(site, request, visitor);
    if (!list.ok()) {
        co_return http::failure(list.error());
    }
    ReplaceFileView view{
        .list = std::move(list).value(), .form = empty_upload_form(site, visitor, ListName::asked)
    };
    view.form.name = view.list.name;
    co_return show(site.deps.random, &visitor, replace_file_page(view));
}

Task<http::Response> replace_file(Site site, http::Request& request, Visitor visitor) {
    auto list = co_await find_draft(site, request, visitor);
    if (!list.ok()) {
        co_return http::failure(list.error());
    }
    auto received = co_await receive_list(site, request, visitor, ListName::asked, std::nullopt);
    if (!received.ok()) {
        co_return http::failure(received.error());
    }
    if (!received->list) {
        const ReplaceFileView view{
            .list = std::move(list).value(), .form = std::move(received->form)
        };
        co_return show(site.deps.random, &visitor, replace_file_page(view), received->status);
    }
    const ListId made = *received->list;
    const auto discard = [&](db::Transaction& tx) {
        return site.deps.receiving.discard(tx, visitor.actor(), list->id);
    };
    // Where the old one is gone already, or was used meanwhile, or has a file coming in, it is left
    // to itself: the new one is there all the same.
    if (made != list->id) {
        const Outcome discarded = co_await site.deps.database.write(discard);
        const bool left = !discarded.ok()
                          && (discarded.error().kind == ErrorKind::not_found
                              || discarded.error().kind == ErrorKind::conflict);
        if (!discarded.ok() && !left) {
            co_return http::failure(discarded.error());
        }
    }
    co_return http::see_other(std::string(list_address(made).text()));
}

}

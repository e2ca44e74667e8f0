// Another file for a draft.
#include "edge/staff_web/pages/add_file.hpp"

#include "edge/staff_web/incoming_list.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"

#include <utility>

namespace cohort::staff_web {

Task<http::Response> show_add_file(Site site, http::Request& request, Visitor visitor) {
    auto list = co_await find_draft(site, request, visitor);
    if (!list.ok()) {
        co_return http::failure(list.error());
    }
    const AddFileView view{
        .list = std::move(list).value(), .form = empty_upload_form(site, visitor, ListName::known)
    };
    co_return show(site.deps.random, &visitor, add_file_page(view));
}

Task<http::Response> add_file(Site site, http::Request& request, Visitor visitor) {
    auto list = co_await find_draft(site, request, visitor);
    if (!list.ok()) {
        co_return http::failure(list.error());
    }
    auto received = co_await receive_list(site, request, visitor, ListName::known, list->id);
    if (!received.ok()) {
        co_return http::failure(received.error());
    }
    if (received->list) {
        co_return http::see_other(std::string(list_address(list->id).text()));
    }
    const AddFileView view{.list = std::move(list).value(), .form = std::move(received->form)};
    co_return show(site.deps.random, &visitor, add_file_page(view), received->status);
}

}

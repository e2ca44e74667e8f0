// Step 1: a file becomes a new list.
#include "edge/staff_web/pages/new_list.hpp"

#include "edge/staff_web/incoming_list.hpp"
#include "edge/staff_web/list_addresses.hpp"
#include "edge/staff_web/page.hpp"

#include <utility>

namespace cohort::staff_web {
namespace {

http::Response show_page(Site site, const Visitor& visitor, UploadForm form, int status) {
    const NewListView view{
        .form = std::move(form), .patients_max = visitor.session.practice.patients_max
    };
    return show(site.deps.random, &visitor, new_list_page(view), status);
}

}

Task<http::Response> show_new_list(Site site, http::Request&, Visitor visitor) {
    co_return show_page(site, visitor, empty_upload_form(site, visitor, ListName::asked), 200);
}

Task<http::Response> upload_list(Site site, http::Request& request, Visitor visitor) {
    auto received = co_await receive_list(site, request, visitor, ListName::asked, std::nullopt);
    if (!received.ok()) {
        co_return http::failure(received.error());
    }
    if (received->list) {
        co_return http::see_other(std::string(list_address(*received->list).text()));
    }
    co_return show_page(site, visitor, std::move(received->form), received->status);
}

}

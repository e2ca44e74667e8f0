#pragma once
// What /lists/{list} shows, by the state of the list.
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/routes.hpp"

#include <string>

namespace cohort::staff_web {

// review.cpp. `status`: of the page, where it is the answer to a press that did nothing; `why` it
// did, where that is not about the page's fields.
Task<http::Response> show_review(
    Site site,
    const http::Request& request,
    Visitor visitor,
    ListId list,
    StillRight said,
    std::string why,
    int status
);
// kept_list.cpp
Task<http::Response> show_kept_list(
    Site site,
    const http::Request& request,
    Visitor visitor,
    ListId list,
    StillRight said,
    std::string why,
    int status
);
// deleted_list.cpp
Task<http::Response> show_deleted_list(Site site, Visitor visitor, ListId list);

}

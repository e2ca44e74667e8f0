#pragma once
// A confirmed list: what it was put together from, who is on it, and using it again.
#include "edge/staff_web/pages/list_parts.hpp"
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

struct KeptListView {
    lists::Review review;
    TimePoint now;
    std::vector<lists::Placed> patients = {}; // a page of them
    Position after{0};                        // the page begins after this one
    html::Url more = {};                      // none: these are the last
    StillRight said = StillRight::asked;
    News news = {};
    std::string token = {};
};

html::Page kept_list_page(const KeptListView& view);

}

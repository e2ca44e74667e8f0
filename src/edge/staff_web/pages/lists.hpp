#pragma once
// The practice's confirmed lists, the last confirmed first.
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

struct ListsView {
    std::vector<lists::Summary> rows; // a page of them
    TimePoint now;
    std::vector<lists::Summary> unfinished = {}; // their review; on the first page only
    Milliseconds unfinished_kept{0};             // after the last change
    std::string deleted = {};                    // the name of the list that was just deleted, once
    html::Url older = {};                        // none: these are the oldest
    html::Url newest = {};                       // none: these are the newest
};

html::Page lists_page(const ListsView& view);

}

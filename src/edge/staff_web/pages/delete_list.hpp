#pragma once
// Whether a list shall really be deleted.
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

#include <string>

namespace cohort::staff_web {

struct DeleteListView {
    lists::Summary list;
    std::string problem = {}; // a sentence: why it was not
    std::string token = {};
};

html::Page delete_list_page(const DeleteListView& view);

}

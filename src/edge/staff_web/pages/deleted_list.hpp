#pragma once
// What stays of a deleted list: its name, where it came from, and who deleted it. No patient.
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

#include <vector>

namespace cohort::staff_web {

struct DeletedListView {
    lists::Summary list;
    std::vector<lists::File> files;
    TimePoint now;
};

html::Page deleted_list_page(const DeletedListView& view);

}

#pragma once
// Step 1 (M4–M7): name the list, choose the file, upload it.
#include "edge/staff_web/pages/upload_form.hpp"
#include "platform/html/page.hpp"

#include <cstdint>

namespace cohort::staff_web {

struct NewListView {
    UploadForm form;
    std::int64_t patients_max = 0;
};

html::Page new_list_page(const NewListView& view);

}

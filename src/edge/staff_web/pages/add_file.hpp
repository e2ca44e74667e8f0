#pragma once
// Another file for a draft: a SystmOne cohort comes in parts.
#include "edge/staff_web/pages/upload_form.hpp"
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

namespace cohort::staff_web {

struct AddFileView {
    lists::Summary list;
    UploadForm form;
};

html::Page add_file_page(const AddFileView& view);

}

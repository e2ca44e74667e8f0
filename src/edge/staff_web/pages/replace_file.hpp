#pragma once
// Another file in the place of a draft's: the wrong one was chosen, or it was exported again.
#include "edge/staff_web/pages/upload_form.hpp"
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

namespace cohort::staff_web {

struct ReplaceFileView {
    lists::Summary list;
    UploadForm form;
};

html::Page replace_file_page(const ReplaceFileView& view);

}

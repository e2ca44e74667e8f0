#pragma once
// Step 1 (M4–M7): name the list, choose the file, upload it. With JavaScript the upload shows how
// far it is (assets/upload.js).
#include "platform/html/page.hpp"

#include <cstdint>
#include <string>

namespace cohort::staff_web {

struct NewListView {
    std::string name = {};         // as typed
    std::string name_problem = {}; // a sentence
    std::string file_problem = {};
    std::string upload_key = {}; // one upload makes one list
    std::int64_t patients_max = 0;
    std::string token = {};
};

html::Page new_list_page(const NewListView& view);

}

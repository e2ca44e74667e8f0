#pragma once
// What a search in a list found.
#include "flow/lists/search.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

struct FoundPatientsView {
    lists::Summary list;
    std::vector<lists::File> files;
    std::string words;                 // as typed
    std::optional<lists::Found> found; // none: nothing was typed
    std::string token = {};
};

html::Page found_patients_page(const FoundPatientsView& view);

}

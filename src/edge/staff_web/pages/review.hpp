#pragma once
// The review of an uploaded list: what the file is, who is reached, which rows were refused and
// why, by file line.
#include "flow/lists/lists.hpp"
#include "platform/html/page.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace cohort::staff_web {

struct ReviewView {
    lists::Summary list;
    std::vector<lists::Problem> refused = {};          // a page of them
    std::map<std::string, std::int64_t> warnings = {}; // by code
    html::Url more_refused = {};                       // none: these are the last
    std::string token = {};
};

html::Page review_page(const ReviewView& view);

}

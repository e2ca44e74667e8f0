#pragma once
// The review of an uploaded list: what the file is, who is reached, which rows were refused and
// why, by file line.
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

struct ReviewView {
    lists::Review review;
    std::vector<lists::RefusedRow> refused = {}; // a page of them
    html::Url more_refused = {};                 // none: these are the last
    std::string token = {};
};

html::Page review_page(const ReviewView& view);

}

#pragma once
// The rows of a list that somebody left out, each to be put back where that was a mistake.
#include "edge/staff_web/pages/list_parts.hpp"
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

struct LeftOutView {
    lists::Review review;
    std::vector<lists::RefusedRow> rows = {}; // a page of them
    std::int64_t after = 0;                   // the page begins after this row
    html::Url more = {};                      // none: these are the last
    News news = {};
    std::string token = {};
};

html::Page left_out_page(const LeftOutView& view);

}

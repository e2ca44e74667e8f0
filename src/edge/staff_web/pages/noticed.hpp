#pragma once
// What was repaired or noticed in a list's files, of one kind: what the file said, and what was
// kept of it.
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

struct NoticedView {
    lists::Summary list;
    std::vector<lists::File> files;
    std::string code;
    std::vector<lists::Warning> warnings = {}; // a page of them
    std::int64_t after = 0;                    // the page begins after this one
    html::Url more = {};                       // none: these are the last
};

html::Page noticed_page(const NoticedView& view);

}

#pragma once
// The review of an uploaded list: what its files are, who is on it, which rows were refused and
// why, what was repaired, and going on with it.
#include "edge/staff_web/pages/list_parts.hpp"
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>

namespace cohort::staff_web {

struct ReviewView {
    lists::Review review;
    TimePoint now;
    StillRight said = StillRight::asked;
    News news = {}; // what was just done, once
    std::string token = {};
};

html::Page review_page(const ReviewView& view);

}

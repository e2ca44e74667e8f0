#pragma once
// The rows of a list that were refused for one reason: where they are, what was found, and what can
// be done about each.
#include "edge/staff_web/pages/list_parts.hpp"
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

// A row of one of the list's files.
struct RowPlace {
    std::int64_t file;
    std::int64_t line;
};

// The rows that a row stands against, or the one that is used instead.
struct SamePatient {
    std::vector<RowPlace> first = {}; // a few
    std::int64_t more = 0;
};

struct RefusedRowView {
    lists::RefusedRow row;
    SamePatient same_patient = {};
};

struct RefusedView {
    lists::Review review;
    std::string code;
    std::vector<RefusedRowView> rows = {}; // a page of them
    std::int64_t after = 0;                // the page begins after this row
    html::Url more = {};                   // none: these are the last
    News news = {};                        // what was just done, once
    std::string token = {};
};

html::Page refused_page(const RefusedView& view);

// Whether anything about the list can be changed.
bool is_open(const RefusedView& view);

}

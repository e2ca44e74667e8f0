#pragma once
// One refused row: why it was refused, and its cells to be corrected. The one page that shows the
// NHS number as the file has it, because somebody may have to correct it.
#include "edge/staff_web/pages/refused.hpp"
#include "flow/lists/review.hpp"
#include "platform/html/page.hpp"

#include <string>
#include <vector>

namespace cohort::staff_web {

// Another row of the same patient, with what it says.
struct OtherRow {
    RowPlace place;
    lists::Cells cells;
    bool on_list; // it is the one that is used
};

// The first of them.
struct OtherRows {
    std::vector<OtherRow> first = {};
    std::int64_t more = 0;
};

struct RowView {
    lists::Summary list;
    std::vector<lists::File> files;
    lists::RefusedRow row;
    lists::Cells typed;                 // the row's own cells until somebody typed others
    std::vector<lists::Reason> reasons; // why it, or what was typed, is refused
    OtherRows others = {};              // where rows stand against each other
    bool judged = false;                // what was typed was looked at, and is refused still
    std::string conflict = {};          // the code of what else stands in the way
    bool file_being_added = false;
    std::string from = {};  // the reason by whose page somebody came; empty: the list's own page
    std::string after = {}; // and where that page began
    std::string token = {};
};

html::Page row_page(const RowView& view);

}

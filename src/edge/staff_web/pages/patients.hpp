#pragma once
// The patients of one bulk message, on its details page: tabs, search, a page of rows.
#include "edge/staff_web/live.hpp"
#include "flow/send/send.hpp"
#include "platform/html/html.hpp"

#include <optional>
#include <string>
#include <vector>

namespace cohort::staff_web {

struct PatientsView {
    BulkMessageId bulk_message;
    send::Which which = send::Which::all;
    std::vector<send::MessageView> rows = {};
    std::optional<Position> first = {}; // the page begins after this one
    std::optional<Position> go_on = {}; // more come after this one
    std::string search = {};            // empty: not a search
    std::int64_t looked_at = 0;         // by a search that did not reach the end
    std::string token = {};
};

// "live-tabs": how many are behind each tab.
LivePart tabs_of(BulkMessageId bulk_message, send::Which which, const domain::StateCounts& counts);
// "live-patients": the rows, or why there are none.
LivePart rows_of(const PatientsView& view);
// What a search found is not kept up to date: it stands as it was found.
html::Html found_rows_of(const PatientsView& view);
html::Html search_of(const PatientsView& view);

}

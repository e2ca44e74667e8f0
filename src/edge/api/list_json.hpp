#pragma once
// Lists as JSON: counts, codes and lines. No name, number, address or cell of a patient.
#include "edge/api/json.hpp"
#include "flow/lists/review.hpp"

#include <span>
#include <string>

namespace cohort::api {

std::string path_of(ListId id);

// What a page of lists tells of each.
boost::json::object json_of(const lists::Summary& list);
// One list: that and more.
boost::json::object json_of(const lists::Review& review);

// [{code, column, words}]; `files`: of the row's list, for their headings.
boost::json::array json_of(
    std::span<const lists::Reason> reasons, std::int64_t file, std::span<const lists::File> files
);
boost::json::object json_of(const lists::RefusedRow& row, std::span<const lists::File> files);
boost::json::object json_of(const lists::Warning& warning);

}

#pragma once
// Files that are not lists at all, told by what they begin with and never by their name. Nothing is
// inflated. Pure; any thread.
#include "base/result.hpp"

#include <optional>
#include <string_view>

namespace cohort::upload {

// not_csv.xlsx, .xls, .pdf, .html, .image, .zip or .json; nothing for what may be a list.
// Requires: `head` is the first 4 KiB of the file, or all of it.
std::optional<ErrorCode> other_format(std::string_view head);

}

#pragma once
// The reasons of one refused row as one text: 'code' or 'code column', with commas between.
#include "flow/lists/review.hpp"

namespace cohort::lists {

std::string text(std::span<const Reason> reasons);
std::vector<Reason> read_reasons(std::string_view text);

}

#pragma once
// Places in lists, as they stand in addresses: "<milliseconds>-<id>". Nothing about a patient.
#include "flow/lists/lists.hpp"
#include "flow/send/send.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cohort::staff_web {

std::string write_page_mark(const send::PageMark& mark);
std::string write_page_mark(const lists::PageMark& mark);
// Nothing for what is not one: the newest page is shown.
std::optional<send::PageMark> read_page_mark(std::string_view text);
std::optional<lists::PageMark> read_list_mark(std::string_view text);
// 0 for what is not a positive number.
std::int64_t read_position(std::string_view text);

}

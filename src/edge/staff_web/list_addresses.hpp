#pragma once
// Where the pages of a patient list are. They are named by ids, row numbers and codes: nothing
// about a patient is ever in an address.
#include "base/id.hpp"
#include "platform/html/url.hpp"

#include <string_view>

namespace cohort::staff_web {

html::Url list_address(ListId list);                        // /lists/7
html::Url list_address(ListId list, std::string_view page); // /lists/7/files
html::Url refused_address(ListId list, std::string_view code);
html::Url noticed_address(ListId list, std::string_view code);
html::Url row_address(ListId list, std::int64_t row);
html::Url leave_out_address(ListId list, std::int64_t row);
html::Url put_back_address(ListId list, std::int64_t row);
html::Url leave_out_address(ListId list, std::string_view code);

}

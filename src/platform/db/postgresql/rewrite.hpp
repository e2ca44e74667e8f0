#pragma once
#include <string>
#include <string_view>

namespace cohort::db::postgresql {

// ?1 becomes $1, except inside quotes, dollar quotes and comments. A ? without a number after it
// stays.
std::string rewrite_parameters(std::string_view statement);

}

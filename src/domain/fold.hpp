#pragma once
// Text folded for searching: 'Ó' and 'o' are found by each other, as are 'ß' and 'ss', 'ł' and 'l',
// and the apostrophes of a keyboard and of a word processor. Not for storage.
#include <string>
#include <string_view>

namespace cohort::domain {

std::string fold(std::string_view utf8);

}

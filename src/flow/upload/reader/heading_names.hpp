#pragma once
// What heading.cpp and rows.cpp ask about the words of a heading. Inside the reader only.
#include "flow/upload/reader/heading.hpp"

namespace cohort::upload {

// Without case, blanks, punctuation and a 'Patient Details' prefix.
std::string plain_heading(std::string_view cell);

// What comes before the heading of an EMIS report, and the number that EMIS gives patients, say
// where the list is from. Else it is by the way of writing: EMIS Web writes title case, SystmOne
// sentence case, and both have columns that others seldom have.
Source source_of(const std::vector<std::string>& names, const Preamble& preamble);

}

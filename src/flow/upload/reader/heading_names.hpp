#pragma once
// What heading.cpp and rows.cpp ask about the words of a heading. Inside the reader only.
#include "flow/upload/reader/heading.hpp"

namespace cohort::upload {

// Without case, blanks, punctuation and a 'Patient Details' prefix.
std::string plain_heading(std::string_view cell);

// A hint, not proof: EMIS Web writes title case and a preamble, SystmOne sentence case and columns
// of its own.
ListSource source_of(const std::vector<std::string>& names, const Preamble& preamble);

}

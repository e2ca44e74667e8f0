#pragma once
// Patients written as a list in any of the dialects that the patient-list contract takes:
// separator, quoting, line ends, encoding, spellings of headings and stand-ins, a preamble, columns
// in any order and others between them, ways to write dates and numbers, blank rows, a footer. What
// is written says exactly these patients. Pure but for `pick`.
#include "tests/support/patients.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cohort::test {

// One of 0 … bound-1.
using Pick = std::function<std::size_t(std::size_t bound)>;

struct WrittenList {
    std::string bytes;
    std::vector<std::uint64_t> lines; // on which each patient's record starts
    std::size_t footers;              // rows that are no patients
};

// Requires of each patient: a mobile number or an address (either may be empty), names as they are
// kept (single blanks inside, NFC, no commas in a family name).
WrittenList write_list(const std::vector<Patient>& patients, const Pick& pick);

// From a seed; the same on every machine.
Pick picks_from(std::uint64_t seed);

}

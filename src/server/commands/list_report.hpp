#pragma once
// A reading of a patient list as the one JSON object of the contract, or as a page of words. Pure.
#include "server/commands/list_check.hpp"

#include <string>

namespace cohort::commands {

std::string list_json(const upload::ListReading& reading, ListCheckOptions::Accepted accepted);

// Rows and columns only: what stands in a cell is never printed.
std::string list_words(const upload::ListReading& reading);

// SHA-256, in hexadecimal, over one line for each accepted row:
// nhs_number|given|family|dob|mobile|email and LF.
std::string accepted_sha256(const upload::ListReading& reading);

}

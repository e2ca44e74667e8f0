#pragma once
// A reading of a patient list as the one JSON object of the contract, or as a page of words. Both
// leave in pieces: the JSON of a list of a million is never whole in memory. Pure but for `write`.
#include "server/commands/list_check.hpp"

#include <string>

namespace cohort::commands {

// False when nobody reads any more.
bool write_list_json(
    const upload::ListReading& reading, ListCheckOptions::Accepted accepted, const WriteBytes& write
);

// The same object for a file of which nothing could be read.
bool write_unread_json(
    ErrorCode code, ListCheckOptions::Accepted accepted, const WriteBytes& write
);

// Rows and columns only: what stands in a cell is never printed.
std::string list_words(const upload::ListReading& reading);

// yyyy-mm-dd
std::string iso(std::chrono::year_month_day date);

// SHA-256, in hexadecimal, over one line for each accepted row:
// nhs_number|given|family|dob|mobile|email and LF.
std::string accepted_sha256(const upload::ListReading& reading);

}

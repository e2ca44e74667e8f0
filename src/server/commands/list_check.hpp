#pragma once
// `cohort list check FILE`: what Cohort would make of a patient list, without keeping any of it.
// With Report::json exactly one JSON object (patient-list-contract.md, JSON result), otherwise a
// page of plain words. A refused file is an answer, not an error.
#include "base/result.hpp"
#include "flow/upload/reader/read_list.hpp"
#include "server/commands/check_values.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cohort::commands {

struct ListCheckOptions {
    enum class Report { words, json };
    enum class Accepted {
        listed,
        summed_up
    }; // --summary: a count and a SHA-256 instead of the patients

    std::string file; // "-" is standard input
    Report report = Report::words;
    Accepted accepted = Accepted::listed;
    upload::ReadOptions read = {};
};

// Errors: input.unreadable.
Outcome check_list(const ListCheckOptions& options, const WriteBytes& write);

// To standard output.
Outcome check_list(const ListCheckOptions& options);

// The report of a reading that is at hand.
std::string list_report(const upload::ListReading& reading, const ListCheckOptions& options);

}

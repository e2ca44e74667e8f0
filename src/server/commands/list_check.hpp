#pragma once
// `cohort list check FILE`: what Cohort would make of a patient list, without keeping any of it.
// With Report::json exactly one JSON object (patient-list-contract.md, JSON result), otherwise a
// page of plain words. A refused file is an answer, not an error, with an exit status of its own.
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

enum class ListVerdict { usable, refused };

// The exit status where the file is refused.
inline constexpr int exit_refused = 3;

// Errors: input.missing, input.is_folder, input.not_allowed, input.unreadable; with Report::json
// the object has been written all the same, with that code as its file_error.
// output.unwritable.
Result<ListVerdict> check_list(const ListCheckOptions& options, const WriteBytes& write);

// To standard output.
Result<ListVerdict> check_list(const ListCheckOptions& options);

}

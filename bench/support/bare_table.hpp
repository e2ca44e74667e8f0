#pragma once
// The least that storing a list can cost: its sealed rows, inserted into a table of the same shape
// in a database of their own, with nothing else around.
#include <array>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

namespace cohort::bench {

struct SealedRow {
    std::int64_t position;
    std::int64_t line;
    std::array<std::string, 4>
        sealed; // three hashes, the last two of which may be missing; identity
};

// All patients of all lists in a database of ours. Throws std::runtime_error.
std::vector<SealedRow> read_sealed_rows(const std::filesystem::path& database);

// Seconds, with WAL and synchronous FULL, a thousand rows a commit.
double insert_rows(const std::filesystem::path& database, const std::vector<SealedRow>& rows);

}

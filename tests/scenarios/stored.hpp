#pragma once
// Looks into the database file itself, for what no page and no API would show: what a crash left
// behind.
#include <cstdint>
#include <filesystem>
#include <string>

namespace cohort::scenarios {

// The one number a query gives.
std::int64_t stored(const std::filesystem::path& data, const std::string& query);

}

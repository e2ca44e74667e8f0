#pragma once
// The master key of an installation, which every node of it must have: a word sealed under it is
// kept in the database, and who cannot open that works with another key.
#include "base/random.hpp"
#include "platform/db/database.hpp"
#include "practice/sealing.hpp"

#include <filesystem>

namespace cohort::server {

// Loads the key of this database. The first to come to an empty database makes the key, where its
// file is missing, and leaves the proof. Errors: those of Keyring; master_key.wrong.
Result<practice::Keyring>
open_master_key(db::Database& database, const std::filesystem::path& file, Random& random);

}

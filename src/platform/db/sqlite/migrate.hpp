#pragma once
#include "platform/db/migrate.hpp"
#include "platform/db/sqlite/connection.hpp"

namespace cohort::db::sqlite {

// Applies what is missing, each in its own transaction. Errors: see open_sqlite. Throws Failure.
Outcome migrate(SqliteConnection& connection, std::vector<Migration> known, TimePoint now);

}

#pragma once
#include "platform/db/migrate.hpp"
#include "platform/db/postgresql/connection.hpp"

namespace cohort::db::postgresql {

// Applies what is missing, each in its own transaction, while an advisory lock keeps other nodes
// from doing the same. Errors: see open_postgresql. Throws Failure.
Outcome migrate(PostgresqlConnection& connection, std::vector<Migration> known, TimePoint now);

}

#pragma once
// Which migrations a database still needs. Pure; each engine reads schema_migrations and applies
// what is missing, one transaction each, forward only. A released migration is never edited: its
// SHA-256 is kept and compared.
#include "base/embedded_file.hpp"
#include "base/result.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cohort::db {

struct Migration {
    std::int64_t number;
    std::string name; // "0001_practices.sql"
    std::string sha256;
    std::string sql;
};

struct AppliedMigration {
    std::int64_t number;
    std::string name;
    std::string sha256;
};

// Files named NNNN_name.sql, in rising order. Other names and numbers given twice are bugs.
std::vector<Migration> read_migrations(std::span<const EmbeddedFile> files);

// Those to apply, in order. Errors: db.newer_schema, db.migration_changed.
Result<std::vector<Migration>>
missing_migrations(std::vector<Migration> known, const std::vector<AppliedMigration>& applied);

Error migration_failed(const Migration& migration, const Error& why);

}

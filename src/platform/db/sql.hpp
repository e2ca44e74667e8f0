#pragma once
// One SQL statement, embedded from a .sql file. Parameters are numbered ?1, ?2, … in the file; for
// PostgreSQL they are rewritten to $1, $2, … when the statement is first prepared.
#include <string_view>

namespace cohort::db {

struct Sql {
    std::string_view name; // "flow/send/claim_due_messages": appears in logs and errors
    std::string_view sqlite;
    std::string_view postgresql;
};

}

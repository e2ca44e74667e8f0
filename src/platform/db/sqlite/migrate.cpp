#include "platform/db/sqlite/migrate.hpp"

namespace cohort::db::sqlite {
namespace {

const Sql read_applied{
    "schema_migrations/read",
    "SELECT number, name, sha256 FROM schema_migrations ORDER BY number",
    ""
};
const Sql add_applied{
    "schema_migrations/add",
    "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?1, ?2, ?3, ?4)",
    ""
};
constexpr auto create_table = "CREATE TABLE IF NOT EXISTS schema_migrations ("
                              " number INTEGER PRIMARY KEY,"
                              " name TEXT NOT NULL,"
                              " sha256 TEXT NOT NULL,"
                              " applied_at INTEGER NOT NULL) STRICT";

std::vector<AppliedMigration> applied(Snapshot at) {
    return at.all(read_applied, [](const Row& row) {
        return AppliedMigration{row.integer(0), std::string(row.text(1)), std::string(row.text(2))};
    });
}

class Rollback {
public:
    explicit Rollback(SqliteConnection& connection) : connection_(connection) {}

    Rollback(const Rollback&) = delete;
    Rollback& operator=(const Rollback&) = delete;

    ~Rollback() {
        try {
            if (connection_.in_transaction()) {
                connection_.execute("rollback", "ROLLBACK");
            }
        } catch (const Failure&) { // NOLINT: closing the connection, which follows, rolls back as
                                   // well
        }
    }

private:
    SqliteConnection& connection_;
};

// One step: what is missing is asked again under the lock, for another process may be doing the
// same. Returns whether there is more to do.
Result<bool>
apply_next(SqliteConnection& connection, const std::vector<Migration>& known, TimePoint now) {
    const Rollback rollback(connection);
    connection.execute("begin", "BEGIN IMMEDIATE");
    COHORT_TRY(missing, missing_migrations(known, applied(Snapshot(connection))));
    if (missing.empty()) {
        return false;
    }
    const Migration& next = missing.front();
    try {
        connection.execute(next.name, next.sql);
        COHORT_ENSURE(connection.in_transaction(), "a migration does not commit");
    } catch (const Failure& failure) {
        return migration_failed(next, failure.error());
    }
    Transaction(connection).run(add_applied, next.number, next.name, next.sha256, now);
    connection.execute("commit", "COMMIT");
    return missing.size() > 1;
}

}

Outcome migrate(SqliteConnection& connection, std::vector<Migration> known, TimePoint now) {
    connection.execute("schema_migrations", create_table);
    for (bool more = true; more;) {
        COHORT_TRY(more_now, apply_next(connection, known, now));
        more = more_now;
    }
    return done();
}

}

#include "platform/db/postgresql/migrate.hpp"

namespace cohort::db::postgresql {
namespace {

const Sql read_applied{
    "schema_migrations/read",
    "",
    "SELECT number, name, sha256 FROM schema_migrations ORDER BY number"
};
const Sql add_applied{
    "schema_migrations/add",
    "",
    "INSERT INTO schema_migrations (number, name, sha256, applied_at) VALUES (?1, ?2, ?3, ?4)"
};
// The key is "cohort" in ASCII. Held to the transaction's end, and taken again for the next
// migration.
const Sql lock{"schema_migrations/lock", "", "SELECT pg_advisory_xact_lock(109327461937780)"};
constexpr auto create_table = "CREATE TABLE IF NOT EXISTS schema_migrations ("
                              " number BIGINT PRIMARY KEY,"
                              " name TEXT NOT NULL,"
                              " sha256 TEXT NOT NULL,"
                              " applied_at BIGINT NOT NULL)";

std::vector<AppliedMigration> applied(Snapshot at) {
    return at.all(read_applied, [](const Row& row) {
        return AppliedMigration{row.integer(0), std::string(row.text(1)), std::string(row.text(2))};
    });
}

Result<bool> apply_next_in_transaction(
    PostgresqlConnection& connection, const std::vector<Migration>& known, TimePoint now
) {
    connection.run(lock, {}, {});
    connection.execute("schema_migrations", create_table);
    COHORT_TRY(missing, missing_migrations(known, applied(Snapshot(connection))));
    if (missing.empty()) {
        return false;
    }
    const Migration& next = missing.front();
    try {
        connection.execute(next.name, next.sql);
    } catch (const Failure& failure) {
        if (connection.lost()) {
            throw;
        }
        return migration_failed(next, failure.error());
    }
    Transaction(connection).run(add_applied, next.number, next.name, next.sha256, now);
    return missing.size() > 1;
}

Result<bool>
apply_next(PostgresqlConnection& connection, const std::vector<Migration>& known, TimePoint now) {
    connection.begin(Access::read_write);
    auto more = apply_next_in_transaction(connection, known, now);
    if (more.ok()) {
        connection.commit();
    } else {
        connection.roll_back();
    }
    return more;
}

}

Outcome migrate(PostgresqlConnection& connection, std::vector<Migration> known, TimePoint now) {
    for (bool more = true; more;) {
        COHORT_TRY(more_now, apply_next(connection, known, now));
        more = more_now;
    }
    return done();
}

}

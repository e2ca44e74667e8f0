#include "bench/support/bare_table.hpp"

#include "bench/support/measure.hpp"

#include <sqlite3.h>

#include <memory>
#include <stdexcept>

namespace cohort::bench {
namespace {

constexpr std::size_t rows_a_commit = 1000;

struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }

    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

Database open_database(const std::filesystem::path& file) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open(file.c_str(), &database);
    Database owned(database);
    if (code != SQLITE_OK) {
        throw std::runtime_error("no database " + file.string());
    }
    return owned;
}

void run(const Database& database, const char* sql) {
    if (sqlite3_exec(database.get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(database.get()));
    }
}

Statement prepare(const Database& database, const char* sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(database.get(), sql, -1, &statement, nullptr) != SQLITE_OK) {
        throw std::runtime_error(sqlite3_errmsg(database.get()));
    }
    return Statement(statement);
}

void insert(const Statement& statement, const SealedRow& row) {
    sqlite3_bind_int64(statement.get(), 1, row.position);
    sqlite3_bind_int64(statement.get(), 2, row.line);
    int column = 3;
    for (const std::string& bytes : row.sealed) {
        if (bytes.empty()) {
            sqlite3_bind_null(statement.get(), column);
        } else {
            const int count = static_cast<int>(bytes.size());
            sqlite3_bind_blob(statement.get(), column, bytes.data(), count, SQLITE_STATIC);
        }
        ++column;
    }
    if (sqlite3_step(statement.get()) != SQLITE_DONE) {
        throw std::runtime_error("a row was not inserted");
    }
    sqlite3_reset(statement.get());
}

}

std::vector<SealedRow> read_sealed_rows(const std::filesystem::path& file) {
    const Database database = open_database(file);
    const Statement statement = prepare(
        database,
        "SELECT position, line, nhs_number_hash, mobile_hash, email_hash, identity_sealed"
        " FROM list_patients"
    );
    std::vector<SealedRow> rows;
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
        SealedRow row{
            sqlite3_column_int64(statement.get(), 0), sqlite3_column_int64(statement.get(), 1), {}
        };
        int column = 2;
        for (std::string& bytes : row.sealed) {
            const auto* from =
                static_cast<const char*>(sqlite3_column_blob(statement.get(), column));
            if (from != nullptr) {
                bytes.assign(from, from + sqlite3_column_bytes(statement.get(), column));
            }
            ++column;
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

double insert_rows(const std::filesystem::path& file, const std::vector<SealedRow>& rows) {
    const Database database = open_database(file);
    run(database, "PRAGMA journal_mode = WAL");
    run(database, "PRAGMA synchronous = FULL");
    run(database,
        "CREATE TABLE list_patients (practice_id INTEGER NOT NULL, list_id INTEGER NOT NULL,"
        " position INTEGER NOT NULL, file_number INTEGER NOT NULL, line INTEGER NOT NULL,"
        " nhs_number_hash BLOB NOT NULL, mobile_hash BLOB, email_hash BLOB,"
        " identity_sealed BLOB NOT NULL, PRIMARY KEY (practice_id, list_id, position))"
        " STRICT, WITHOUT ROWID");
    const Statement statement =
        prepare(database, "INSERT INTO list_patients VALUES (1, 1, ?1, 1, ?2, ?3, ?4, ?5, ?6)");
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (i % rows_a_commit == 0) {
            run(database, i == 0 ? "BEGIN" : "COMMIT; BEGIN");
        }
        insert(statement, rows[i]);
    }
    run(database, "COMMIT");
    return seconds_since(start);
}

}

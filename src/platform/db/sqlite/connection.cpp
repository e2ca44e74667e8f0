#include "platform/db/sqlite/connection.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

namespace cohort::db::sqlite {
namespace {

// A checkpoint costs two syncs, so it should be rare; the log should stay small enough to be read
// back quickly.
constexpr int checkpoint_pages = 4096; // 16 MiB
// How long a write waits for another process on the same file, such as the command line.
constexpr int busy_wait_ms = 5000;

// No mmap: with it an I/O error is a SIGBUS instead of a code. The log is checkpointed by the
// writer thread, because SQLite's automatic checkpoint throws its I/O errors away.
constexpr auto writer_settings = "PRAGMA synchronous = FULL;"
                                 "PRAGMA foreign_keys = ON;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "PRAGMA secure_delete = FAST;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA cache_size = -65536;"
                                 "PRAGMA journal_size_limit = 67108864;"
                                 "PRAGMA wal_autocheckpoint = 0;";
constexpr auto reader_settings = "PRAGMA query_only = ON;"
                                 "PRAGMA trusted_schema = OFF;"
                                 "PRAGMA temp_store = MEMORY;"
                                 "PRAGMA cache_size = -16384;"
                                 "PRAGMA wal_autocheckpoint = 0;";

const Sql journal_mode{"journal mode", "PRAGMA journal_mode = WAL", ""};

class SqliteRow final : public Row {
public:
    SqliteRow(sqlite3_stmt* handle) : handle_(handle) {}

    bool is_null(int column) const override { return type(column) == SQLITE_NULL; }

    std::int64_t integer(int column) const override {
        COHORT_ENSURE(type(column) == SQLITE_INTEGER, "the column read as an integer is one");
        return sqlite3_column_int64(handle_, column);
    }

    std::string_view text(int column) const override {
        COHORT_ENSURE(type(column) == SQLITE_TEXT, "the column read as text is text");
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(handle_, column));
        return {text, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
    }

    std::string_view bytes(int column) const override {
        COHORT_ENSURE(type(column) == SQLITE_BLOB, "the column read as bytes holds bytes");
        const auto* bytes = static_cast<const char*>(sqlite3_column_blob(handle_, column));
        return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(handle_, column))};
    }

private:
    int type(int column) const {
        COHORT_ENSURE(
            column >= 0 && column < sqlite3_data_count(handle_), "the column read is in the row"
        );
        return sqlite3_column_type(handle_, column);
    }

    sqlite3_stmt* handle_;
};

// SQLite would create the file readable by everybody; the log and the index beside it copy its
// mode.
void create_private(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        throw Failure(unavailable("the database file cannot be created or opened"));
    }
    ::close(file);
}

}

// Ends a run of a statement whatever happened in it.
class SqliteConnection::Use {
public:
    explicit Use(Statement& statement) : statement_(statement) {
        COHORT_ENSURE(!statement.running, "a statement is not run again inside its own rows");
        statement.running = true;
    }

    Use(const Use&) = delete;
    Use& operator=(const Use&) = delete;

    ~Use() {
        sqlite3_reset(statement_.handle);
        statement_.running = false;
    }

private:
    Statement& statement_;
};

SqliteConnection::SqliteConnection(const SqliteOptions& options, Role role) : role_(role) {
    try {
        open(options, role);
    } catch (...) {
        sqlite3_close(handle_);
        throw;
    }
}

namespace {

// SQLite counts every allocation under one lock that all connections share; nobody reads the
// counts. It may be said only before the library is first used; later it changes nothing.
void set_up_library() {
    static const int no_counting = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    static_cast<void>(no_counting);
}

}

void SqliteConnection::open(const SqliteOptions& options, Role role) {
    set_up_library();
    if (role == Role::writer) {
        create_private(options.path);
    }
    const int code = sqlite3_open_v2(
        options.path.c_str(),
        &handle_,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
        options.vfs.empty() ? nullptr : options.vfs.c_str()
    );
    if (code != SQLITE_OK) {
        fail_with(code, "open");
    }
    sqlite3_extended_result_codes(handle_, 1);
    sqlite3_busy_timeout(handle_, busy_wait_ms);
    if (role == Role::reader) {
        execute("settings", reader_settings);
        return;
    }
    std::string mode;
    run(journal_mode, {}, [&](const Row& row) { mode = row.text(0); });
    if (mode != "wal") {
        throw Failure(unavailable("the file system cannot hold a write-ahead log"));
    }
    execute("settings", writer_settings);
    const auto remember_log_pages = [](void* self, sqlite3*, const char*, int pages) {
        static_cast<SqliteConnection*>(self)->log_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(handle_, remember_log_pages, this);
}

SqliteConnection::~SqliteConnection() {
    for (auto& [sql, statement] : statements_) {
        sqlite3_finalize(statement.handle);
    }
    if (fatal_) {
        // The checkpoint at the end would write pages of which we no longer know whether they are
        // right.
        sqlite3_db_config(handle_, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
    sqlite3_close(handle_);
}

std::int64_t
SqliteConnection::run(const Sql& sql, std::span<const Value> values, const OnRow& on_row) {
    Statement& found = statement(sql);
    const Use use(found);
    bind(found, sql, values);
    return step(found, sql, on_row);
}

std::int64_t
SqliteConnection::run_many(const Sql& sql, std::size_t width, std::span<const Value> values) {
    COHORT_ENSURE(width > 0 && values.size() % width == 0, "values come in groups of width");
    Statement& found = statement(sql);
    const Use use(found);
    std::int64_t changed = 0;
    for (; !values.empty(); values = values.subspan(width)) {
        bind(found, sql, values.first(width));
        changed += step(found, sql, {});
        sqlite3_reset(found.handle);
    }
    return changed;
}

void SqliteConnection::prepare(const Sql& sql) {
    statement(sql);
}

void SqliteConnection::execute(std::string_view name, const std::string& statements) {
    const int code = sqlite3_exec(handle_, statements.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) {
        fail_with(code, name, true); // there are no bound values whose traces the words might hold
    }
}

bool SqliteConnection::in_transaction() const {
    return sqlite3_get_autocommit(handle_) == 0;
}

void SqliteConnection::checkpoint_if_due() {
    if (log_pages_ < checkpoint_pages || fatal_) {
        return;
    }
    // Passive: never waits for a reader. What a reader still needs stays in the log until the next
    // time.
    const int code =
        sqlite3_wal_checkpoint_v2(handle_, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
    if (code != SQLITE_OK) {
        judge(code, "checkpoint", false);
    }
    log_pages_ = 0;
}

SqliteConnection::Statement& SqliteConnection::statement(const Sql& sql) {
    Statement& found = statements_[&sql];
    if (found.handle && found.text == sql.sqlite) {
        return found;
    }
    COHORT_ENSURE(!found.running, "a statement does not change while it runs");
    sqlite3_finalize(std::exchange(found.handle, nullptr));
    const char* rest = nullptr;
    const int code = sqlite3_prepare_v3(
        handle_,
        sql.sqlite.data(),
        static_cast<int>(sql.sqlite.size()),
        SQLITE_PREPARE_PERSISTENT,
        &found.handle,
        &rest
    );
    if (code != SQLITE_OK) {
        fail_with(code, sql.name, true);
    }
    COHORT_ENSURE(found.handle, "a statement's text holds a statement");
    found.text = sql.sqlite;
    return found;
}

void SqliteConnection::bind(Statement& statement, const Sql& sql, std::span<const Value> values) {
    COHORT_ENSURE(
        std::cmp_equal(sqlite3_bind_parameter_count(statement.handle), values.size()),
        "a statement gets as many values as it has parameters"
    );
    int code = SQLITE_OK;
    int index = 0;
    for (const Value& value : values) {
        ++index;
        if (const auto* number = std::get_if<std::int64_t>(&value)) {
            code = sqlite3_bind_int64(statement.handle, index, *number);
        } else if (const auto* text = std::get_if<std::string_view>(&value)) {
            if (text->contains('\0')) {
                fail({ErrorKind::internal, "db.refused", fmt::format("{}: NUL in text", sql.name)});
            }
            // A null pointer would bind NULL.
            const char* start = text->empty() ? "" : text->data();
            code = sqlite3_bind_text64(
                statement.handle, index, start, text->size(), SQLITE_STATIC, SQLITE_UTF8
            );
        } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
            const char* start = bytes->view.empty() ? "" : bytes->view.data();
            code = sqlite3_bind_blob64(
                statement.handle, index, start, bytes->view.size(), SQLITE_STATIC
            );
        } else {
            code = sqlite3_bind_null(statement.handle, index);
        }
        if (code != SQLITE_OK) {
            fail_with(code, sql.name);
        }
    }
}

std::int64_t SqliteConnection::step(Statement& statement, const Sql& sql, const OnRow& on_row) {
    const auto total_before = sqlite3_total_changes64(handle_);
    const SqliteRow row(statement.handle);
    int code = sqlite3_step(statement.handle);
    while (code == SQLITE_ROW) {
        if (on_row) {
            on_row(row);
        }
        code = sqlite3_step(statement.handle);
    }
    if (code != SQLITE_DONE) {
        fail_with(code, sql.name);
    }
    // sqlite3_changes speaks of the last INSERT, UPDATE or DELETE, which need not be this
    // statement.
    return sqlite3_total_changes64(handle_) == total_before ? 0 : sqlite3_changes64(handle_);
}

Error SqliteConnection::judge(int code, std::string_view name, bool words_are_safe) {
    const int primary = code & 0xff;
    // A constraint's words name the schema's parts only.
    const bool constraint = primary == SQLITE_CONSTRAINT;
    const char* words =
        (words_are_safe || constraint) && handle_ ? sqlite3_errmsg(handle_) : sqlite3_errstr(code);
    std::string detail = fmt::format("{}: sqlite {}: {}", name, code, words);
    switch (primary) {
    case SQLITE_IOERR:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        if (!fatal_) {
            fatal_ = unavailable(detail);
        }
        return unavailable(std::move(detail));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_FULL:
    case SQLITE_NOMEM:
    case SQLITE_CANTOPEN:
    case SQLITE_PROTOCOL:
    case SQLITE_INTERRUPT:
    case SQLITE_PERM:
        return unavailable(std::move(detail));
    case SQLITE_READONLY:
        if (role_ == Role::writer) {
            return unavailable(std::move(detail));
        }
        return {ErrorKind::internal, "db.refused", std::move(detail)};
    default:
        break;
    }
    if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY
        || code == SQLITE_CONSTRAINT_ROWID) {
        return {ErrorKind::conflict, "db.conflict", std::move(detail)};
    }
    return {ErrorKind::internal, "db.refused", std::move(detail)};
}

void SqliteConnection::fail_with(int code, std::string_view name, bool words_are_safe) {
    const int extended = handle_ ? sqlite3_extended_errcode(handle_) : code;
    fail(judge((extended & 0xff) == (code & 0xff) ? extended : code, name, words_are_safe));
}

}

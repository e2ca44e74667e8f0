#pragma once
// The database: SQLite (one file, one writer thread with group commit, a pool of readers) or
// PostgreSQL (a pool of connections), behind the same two calls. Work is synchronous code on
// database threads:
//
//     auto id = co_await database.write([=](db::Transaction& tx) -> Result<ListId> { … });
//     auto page = co_await database.read([=](db::Snapshot& at) -> Result<Page> { … });
//
// Promise of write: when it returns a value, everything fn did is durable (SQLite: WAL, synchronous
// FULL). When fn returns an Error or throws, nothing fn did is kept; other writes that were
// committed together are not touched. fn may be run more than once (PostgreSQL repeats after a
// serialisation failure): it must not have effects outside. Promise of read: fn sees one unchanging
// snapshot. Errors: those of fn, and
//     db.unavailable     the engine failed (gone, full, busy); nothing fn did was kept, trying
//     again may help db.unknown_commit  the engine was lost, or its disk failed, during COMMIT: the
//     caller must find out db.overloaded      too much is waiting already (limits::db_queue_max);
//     fn was not run db.conflict        a unique or primary key was there already and fn let the
//     Conflict pass db.refused         our own fault: another constraint, a statement the engine
//     will not take, a write in a read
// Their detail is for the log: statement name, SQLSTATE or SQLite code, constraint name; never a
// bound value. Once a statement has failed in a job the job is rolled back, whatever fn makes of
// the Failure (PostgreSQL can do no other): catch Conflict only to return a better Error. What else
// fn throws is thrown at the caller. Threads: any coroutine may call; it resumes on its own
// executor, which must outlive the call. Never call from a database thread. Destroying the Database
// first finishes the jobs that wait.
#include "base/embedded_file.hpp"
#include "base/result.hpp"
#include "platform/db/sql.hpp"
#include "platform/db/value.hpp"
#include "platform/net/task.hpp"

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace cohort::db {

// The engine failed or refused (gone, full, constraint). Stores let it pass; write and read turn it
// into an Error.
class Failure : public std::runtime_error {
public:
    explicit Failure(Error error)
        : std::runtime_error(std::string(error.code.text()) + ": " + error.detail),
          error_(std::move(error)) {}

    const Error& error() const { return error_; }

private:
    Error error_;
};

// A unique or primary key was there already.
class Conflict final : public Failure {
public:
    using Failure::Failure;
};

// What one engine's connection can do. Implemented by sqlite/ and postgresql/; stores use Snapshot
// and Transaction.
class Connection {
public:
    using OnRow = std::function<void(const Row&)>;

    virtual ~Connection() = default;
    // Runs one statement; calls on_row for each row it returns. Returns the number of rows changed.
    virtual std::int64_t
    run(const Sql& sql, std::span<const Value> values, const OnRow& on_row) = 0;
    // Runs one statement for each group of `width` values; PostgreSQL pipelines them. Returns rows
    // changed in all.
    virtual std::int64_t
    run_many(const Sql& sql, std::size_t width, std::span<const Value> values) = 0;
    // Only has the engine read the statement, so that a test can try every one against the migrated
    // schema.
    virtual void prepare(const Sql& sql) = 0;
};

class Snapshot {
public:
    explicit Snapshot(Connection& connection) : connection_(connection) {}

    // Calls on_row(const Row&) for every row.
    template <class OnRow, class... Args>
    void each(const Sql& sql, OnRow on_row, const Args&... args) {
        const std::array<Value, sizeof...(Args)> values{to_value(args)...};
        connection_.run(sql, values, on_row);
    }

    // The first row, read by `read`, or nothing.
    template <class Read, class... Args>
    auto one(const Sql& sql, Read read, const Args&... args)
        -> std::optional<std::invoke_result_t<Read, const Row&>> {
        std::optional<std::invoke_result_t<Read, const Row&>> found;
        each(
            sql,
            [&](const Row& row) {
                if (!found) {
                    found.emplace(read(row));
                }
            },
            args...
        );
        return found;
    }

    template <class Read, class... Args>
    auto all(const Sql& sql, Read read, const Args&... args)
        -> std::vector<std::invoke_result_t<Read, const Row&>> {
        std::vector<std::invoke_result_t<Read, const Row&>> rows;
        each(sql, [&](const Row& row) { rows.push_back(read(row)); }, args...);
        return rows;
    }

    void prepare(const Sql& sql) { connection_.prepare(sql); }

protected:
    Connection& connection_;
};

class Transaction : public Snapshot {
public:
    using Snapshot::Snapshot;

    // Rows changed.
    template <class... Args>
    std::int64_t run(const Sql& sql, const Args&... args) {
        const std::array<Value, sizeof...(Args)> values{to_value(args)...};
        return connection_.run(sql, values, {});
    }

    // The same statement for each group of `width` values, in order: ten thousand rows in one call.
    std::int64_t run_many(const Sql& sql, std::size_t width, std::span<const Value> values) {
        return connection_.run_many(sql, width, values);
    }

    // Called by whoever called write, once what fn did is kept; a hint to others that there is
    // something new, for a process that dies in between never calls it.
    void after_commit(std::function<void()> tell) { after_commit_.push_back(std::move(tell)); }

    std::vector<std::function<void()>> take_after_commit() {
        return std::exchange(after_commit_, {});
    }

private:
    std::vector<std::function<void()>> after_commit_;
};

class Database {
public:
    virtual ~Database() = default;

    template <class Fn, class R = std::invoke_result_t<Fn&, Transaction&>>
    Task<R> write(Fn fn) {
        const auto done = std::make_shared<Done<R>>();
        Outcome outcome = co_await write_job([fn = std::move(fn), done](Transaction& tx) mutable {
            return done->run(fn, tx);
        });
        co_return done->settle(std::move(outcome));
    }

    template <class Fn, class R = std::invoke_result_t<Fn&, Snapshot&>>
    Task<R> read(Fn fn) {
        auto answer = std::make_shared<std::optional<R>>();
        Outcome outcome = co_await read_job([fn = std::move(fn), answer](Snapshot& at) mutable {
            answer->emplace(fn(at));
        });
        co_return settle<R>(std::move(outcome), *answer);
    }

    // The same, blocking the calling thread: for the command line, start-up and tests.
    template <class Fn, class R = std::invoke_result_t<Fn&, Transaction&>>
    R write_now(Fn fn) {
        Done<R> done;
        Outcome outcome = write_job_now([&](Transaction& tx) { return done.run(fn, tx); });
        return done.settle(std::move(outcome));
    }

    template <class Fn, class R = std::invoke_result_t<Fn&, Snapshot&>>
    R read_now(Fn fn) {
        std::optional<R> answer;
        Outcome outcome = read_job_now([&](Snapshot& at) { answer.emplace(fn(at)); });
        return settle<R>(std::move(outcome), answer);
    }

protected:
    // True keeps what the job did, false rolls it back.
    using WriteJob = std::function<bool(Transaction&)>;
    using ReadJob = std::function<void(Snapshot&)>;

    virtual Task<Outcome> write_job(WriteJob job) = 0;
    virtual Task<Outcome> read_job(ReadJob job) = 0;
    virtual Outcome write_job_now(WriteJob job) = 0;
    virtual Outcome read_job_now(ReadJob job) = 0;

private:
    // What a write left behind.
    template <class R>
    struct Done {
        template <class Fn>
        bool run(Fn& fn, Transaction& tx) {
            answer.emplace(fn(tx));
            after_commit = tx.take_after_commit();
            return answer->ok();
        }

        R settle(Outcome outcome) {
            if (outcome.ok() && answer.has_value() && answer->ok()) {
                for (const auto& tell : after_commit) {
                    tell();
                }
            }
            return Database::settle<R>(std::move(outcome), answer);
        }

        std::optional<R> answer;
        std::vector<std::function<void()>> after_commit;
    };

    // A failed commit outranks what fn returned: an answer that was not kept must not be given.
    template <class R>
    static R settle(Outcome outcome, std::optional<R>& answer) {
        if (!outcome.ok()) {
            return outcome.error();
        }
        COHORT_ENSURE(answer.has_value(), "a finished database job has an answer");
        return std::move(*answer);
    }
};

// Called once, on a database thread, when the disk under SQLite failed (an I/O error or a corrupt
// page). From then on nothing is written or read: a failed fsync may have thrown pages away that
// the process still believes in, so the process must stop and read again from the start.
using OnFatal = std::function<void(const Error&)>;

// Left empty, the migrations embedded in the program; tests bring their own. The files must outlive
// the open call.
using Migrations = std::optional<std::span<const EmbeddedFile>>;

struct SqliteOptions {
    std::string path;
    std::size_t readers = 4;
    std::string vfs = {}; // a VFS registered by a test; empty is the system's
    OnFatal on_fatal = {};
    Migrations migrations = {};
};

struct PostgresqlOptions {
    std::string conninfo; // libpq's; passwords come from its passfile or environment
    std::size_t connections = 8;
    // One answer of the server may take this long; then the connection is given up.
    std::chrono::milliseconds answer_wait_max = std::chrono::seconds{30};
    Migrations migrations = {};
};

// Opens (SQLite: creates), migrates forward, and starts the threads. Errors: db.unavailable,
// db.newer_schema (made by a later version of Cohort), db.migration_changed (a released migration
// was edited or one was slipped in between), db.migration_failed (the engine refused one; it and
// those after it were not applied).
Result<std::unique_ptr<Database>> open_sqlite(SqliteOptions options);
Result<std::unique_ptr<Database>> open_postgresql(PostgresqlOptions options);

}

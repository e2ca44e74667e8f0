#pragma once
// One PostgreSQL connection and its prepared statements. One thread at a time. Every wait for the
// server ends.
#include "platform/db/jobs.hpp"
#include "platform/db/postgresql/wire.hpp"

#include <chrono>
#include <string>
#include <unordered_map>

struct pg_conn;

namespace cohort::db::postgresql {

struct ResultDeleter {
    void operator()(pg_result* result) const;
};

using ResultPointer = std::unique_ptr<pg_result, ResultDeleter>;

enum class Access { read_only, read_write };

class PostgresqlConnection final : public EngineConnection {
public:
    // Throws Failure when there is no connection in about two seconds.
    explicit PostgresqlConnection(const PostgresqlOptions& options);
    PostgresqlConnection(const PostgresqlConnection&) = delete;
    PostgresqlConnection& operator=(const PostgresqlConnection&) = delete;
    ~PostgresqlConnection() override;

    std::int64_t run(const Sql& sql, std::span<const Value> values, const OnRow& on_row) override;
    std::int64_t
    run_many(const Sql& sql, std::size_t width, std::span<const Value> values) override;
    void prepare(const Sql& sql) override;

    // Several statements without parameters or rows: settings and migrations. `name` is for errors.
    void execute(std::string_view name, const std::string& statements);

    void begin(Access access);
    // Throws Failure; with db.unknown_commit when nobody can say whether it was kept.
    void commit();
    // Does not throw; the connection may be lost after it.
    void roll_back() noexcept;

    // Nothing more can be done with it.
    bool lost() const { return lost_; }

    // The last failure came from a race with another transaction, or from a plan that an upgrade
    // made stale: the whole job may be run again, after roll_back.
    bool worth_repeating() const { return worth_repeating_; }

private:
    struct Prepared {
        std::string name;
        std::string text;
        std::vector<TypeId> types;
    };

    using Deadline = std::chrono::steady_clock::time_point;

    const Prepared& prepared(const Sql& sql);
    void prepare_as(Prepared& statement, std::string_view name);
    ResultPointer exchange(std::string_view name, const char* statement);
    void send(const Sql& sql, const Prepared& prepared, std::span<const Value> values);
    ResultPointer only_result(std::string_view name);
    ResultPointer next_result(std::string_view name);
    void await_socket(std::string_view name, Deadline until);
    void read_pipeline(const Sql& sql, std::int64_t& changed, ResultPointer& fault);
    void end_pipeline(const Sql& sql);
    void check(const pg_result* result, std::string_view name);
    Error judge(const pg_result* result, std::string_view name);
    [[noreturn]] void lose(std::string_view name, std::string_view why);

    Deadline deadline() const { return std::chrono::steady_clock::now() + answer_wait_max_; }

    pg_conn* handle_ = nullptr;
    std::chrono::milliseconds answer_wait_max_;
    std::unordered_map<const Sql*, Prepared> statements_;
    Parameters parameters_;
    std::size_t prepared_count_ = 0;
    bool lost_ = false;
    bool worth_repeating_ = false;
};

}

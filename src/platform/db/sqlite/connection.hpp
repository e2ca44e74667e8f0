#pragma once
// One SQLite connection and its prepared statements. One thread at a time.
#include "platform/db/jobs.hpp"

#include <string>
#include <unordered_map>

struct sqlite3;
struct sqlite3_stmt;

namespace cohort::db::sqlite {

enum class Role { writer, reader };

class SqliteConnection final : public EngineConnection {
public:
    // Throws Failure. The writer creates the file, readable by its owner only.
    SqliteConnection(const SqliteOptions& options, Role role);
    SqliteConnection(const SqliteConnection&) = delete;
    SqliteConnection& operator=(const SqliteConnection&) = delete;
    ~SqliteConnection() override;

    std::int64_t run(const Sql& sql, std::span<const Value> values, const OnRow& on_row) override;
    std::int64_t
    run_many(const Sql& sql, std::size_t width, std::span<const Value> values) override;
    void prepare(const Sql& sql) override;

    // Several statements without parameters or rows: settings and migrations. `name` is for errors.
    void execute(std::string_view name, const std::string& statements);

    // False once the engine has rolled a transaction back on its own, as it does when the disk is
    // full.
    bool in_transaction() const;

    // Set for good when the disk has failed under us.
    const std::optional<Error>& fatal() const { return fatal_; }

    // Brings what the log holds into the database file when it has grown long. Does not throw; see
    // fatal().
    void checkpoint_if_due();

private:
    struct Statement {
        sqlite3_stmt* handle = nullptr;
        std::string text = {};
        bool running = false;
    };

    class Use;

    void open(const SqliteOptions& options, Role role);
    Statement& statement(const Sql& sql);
    std::int64_t step(Statement& statement, const Sql& sql, const OnRow& on_row);
    void bind(Statement& statement, const Sql& sql, std::span<const Value> values);
    Error judge(int code, std::string_view name, bool words_are_safe);
    [[noreturn]] void fail_with(int code, std::string_view name, bool words_are_safe = false);

    Role role_;
    sqlite3* handle_ = nullptr;
    // By address: statements are constants of the program. The text is compared all the same, for
    // tests make others.
    std::unordered_map<const Sql*, Statement> statements_;
    std::optional<Error> fatal_;
    int log_pages_ = 0;
};

}

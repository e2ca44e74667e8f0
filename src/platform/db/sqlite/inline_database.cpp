#include "base/clock.hpp"
#include "embedded/migrations_sqlite.hpp"
#include "platform/db/inline_sqlite.hpp"
#include "platform/db/sqlite/migrate.hpp"
#include "platform/db/sqlite/reading.hpp"
#include "platform/db/sqlite/writer.hpp"

namespace cohort::db::sqlite {
namespace {

class InlineDatabase final : public Database {
public:
    explicit InlineDatabase(std::unique_ptr<SqliteConnection> connection)
        : connection_(std::move(connection)), groups_(*connection_) {}

protected:
    Task<Outcome> write_job(WriteJob job) override {
        return await_answer([this, job = std::move(job)](Answer answer) mutable {
            write(std::move(job), std::move(answer));
        });
    }

    Task<Outcome> read_job(ReadJob job) override {
        return await_answer([this, job = std::move(job)](Answer answer) mutable {
            answer(read_once(*connection_, job));
        });
    }

    Outcome write_job_now(WriteJob job) override {
        return wait_for_answer([this, job = std::move(job)](Answer answer) mutable {
            write(std::move(job), std::move(answer));
        });
    }

    Outcome read_job_now(ReadJob job) override {
        return wait_for_answer([this, job = std::move(job)](Answer answer) mutable {
            answer(read_once(*connection_, job));
        });
    }

private:
    void write(WriteJob job, Answer answer) {
        std::vector<WaitingWrite> alone;
        alone.push_back({std::move(job), std::move(answer)});
        groups_.run(std::move(alone), [](std::size_t) { return std::vector<WaitingWrite>(); });
        connection_->checkpoint_if_due();
    }

    std::unique_ptr<SqliteConnection> connection_;
    GroupCommit groups_;
};

}
}

namespace cohort::db {

Result<std::unique_ptr<Database>> open_inline_sqlite(const SqliteOptions& options) {
    try {
        auto connection = std::make_unique<sqlite::SqliteConnection>(options, sqlite::Role::writer);
        auto known = read_migrations(options.migrations.value_or(embedded::migrations_sqlite()));
        COHORT_CHECK(sqlite::migrate(*connection, std::move(known), SystemClock{}.now()));
        return std::unique_ptr<Database>(
            std::make_unique<sqlite::InlineDatabase>(std::move(connection))
        );
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}

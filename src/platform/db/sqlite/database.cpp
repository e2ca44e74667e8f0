#include "base/clock.hpp"
#include "embedded/migrations_sqlite.hpp"
#include "platform/db/sqlite/migrate.hpp"
#include "platform/db/sqlite/reading.hpp"
#include "platform/db/sqlite/writer.hpp"

#include <atomic>
#include <thread>

namespace cohort::db::sqlite {
namespace {

class SqliteDatabase final : public Database {
public:
    SqliteDatabase(const SqliteOptions& options, std::unique_ptr<SqliteConnection> writer)
        : on_fatal_(options.on_fatal), writer_(std::move(writer)) {
        for (std::size_t i = 0; i < std::max<std::size_t>(options.readers, 1); ++i) {
            readers_.push_back(std::make_unique<SqliteConnection>(options, Role::reader));
        }
        threads_.emplace_back([this] { write_until_closed(); });
        for (auto& reader : readers_) {
            threads_.emplace_back([this, &reader = *reader] { read_until_closed(reader); });
        }
    }

    ~SqliteDatabase() override {
        writes_.close();
        reads_.close();
        threads_.clear(); // joins
        // Readers first: the last connection to close, the writer, moves the log into the file.
        readers_.clear();
    }

protected:
    Task<Outcome> write_job(WriteJob job) override {
        return await_answer([this, job = std::move(job)](Answer answer) mutable {
            writes_.push({std::move(job), std::move(answer)});
        });
    }

    Task<Outcome> read_job(ReadJob job) override {
        return await_answer([this, job = std::move(job)](Answer answer) mutable {
            reads_.push({std::move(job), std::move(answer)});
        });
    }

    Outcome write_job_now(WriteJob job) override {
        return wait_for_answer([this, job = std::move(job)](Answer answer) mutable {
            writes_.push({std::move(job), std::move(answer)});
        });
    }

    Outcome read_job_now(ReadJob job) override {
        return wait_for_answer([this, job = std::move(job)](Answer answer) mutable {
            reads_.push({std::move(job), std::move(answer)});
        });
    }

private:
    void write_until_closed() {
        GroupCommit groups(*writer_);
        const auto take_more = [this](std::size_t most) { return writes_.take_at_once(most); };
        while (true) {
            auto group = writes_.take(limits::db_group_commit_max);
            if (group.empty()) {
                return;
            }
            groups.run(std::move(group), take_more);
            writer_->checkpoint_if_due();
            tell_if_fatal(*writer_);
        }
    }

    void read_until_closed(SqliteConnection& connection) {
        while (true) {
            auto jobs = reads_.take(1);
            if (jobs.empty()) {
                return;
            }
            Verdict verdict = read_once(connection, jobs.front().work);
            jobs.front().work = {};
            jobs.front().answer(std::move(verdict));
            tell_if_fatal(connection);
        }
    }

    void tell_if_fatal(const SqliteConnection& connection) {
        if (connection.fatal() && !told_.exchange(true) && on_fatal_) {
            on_fatal_(*connection.fatal());
        }
    }

    OnFatal on_fatal_;
    std::unique_ptr<SqliteConnection> writer_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;
    JobQueue<WaitingWrite> writes_;
    JobQueue<WaitingRead> reads_;
    std::atomic<bool> told_ = false;
    std::vector<std::jthread> threads_;
};

}
}

namespace cohort::db {

Result<std::unique_ptr<Database>> open_sqlite(SqliteOptions options) {
    try {
        auto writer = std::make_unique<sqlite::SqliteConnection>(options, sqlite::Role::writer);
        auto known = read_migrations(options.migrations.value_or(embedded::migrations_sqlite()));
        COHORT_CHECK(sqlite::migrate(*writer, std::move(known), SystemClock{}.now()));
        return std::unique_ptr<Database>(
            std::make_unique<sqlite::SqliteDatabase>(options, std::move(writer))
        );
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}

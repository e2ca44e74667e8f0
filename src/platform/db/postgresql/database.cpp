#include "base/clock.hpp"
#include "base/failpoint.hpp"
#include "embedded/migrations_postgresql.hpp"
#include "platform/db/postgresql/migrate.hpp"

#include <atomic>
#include <thread>
#include <variant>

namespace cohort::db::postgresql {
namespace {

using std::chrono::steady_clock;

constexpr int attempts_max = 3;
// After a deadlock the other transaction needs a moment, or the two meet again.
constexpr auto repeat_after = std::chrono::milliseconds{10};
constexpr auto back_off_first = std::chrono::milliseconds{50};
constexpr auto back_off_max = std::chrono::milliseconds{2000};

struct WaitingJob {
    std::variant<WriteWork, ReadWork> work;
    Answer answer;
};

// Nothing when the connection was found dead before the job began: another connection may have it.
std::optional<Verdict> run_once(PostgresqlConnection& connection, const WaitingJob& job) {
    const auto* write = std::get_if<WriteWork>(&job.work);
    connection.forget_failure();
    try {
        connection.begin(write ? Access::read_write : Access::read_only);
    } catch (const Failure& failure) {
        if (connection.lost()) {
            return std::nullopt;
        }
        return Verdict{.outcome = failure.error()};
    }
    if (!write) {
        Verdict verdict = run_read(std::get<ReadWork>(job.work), connection);
        connection.roll_back();
        return verdict;
    }
    WriteEnd end = run_write(*write, connection);
    if (!end.keep) {
        connection.roll_back();
        return std::move(end.verdict);
    }
    try {
        connection.commit();
    } catch (const Failure& failure) {
        connection.roll_back();
        return Verdict{.outcome = failure.error()};
    }
    COHORT_FAILPOINT("db_committed");
    return std::move(end.verdict);
}

std::optional<Verdict> run_job(PostgresqlConnection& connection, const WaitingJob& job) {
    std::optional<Verdict> verdict = run_once(connection, job);
    for (int attempt = 1; attempt < attempts_max; ++attempt) {
        const bool failed = verdict && !verdict->outcome.ok();
        if (!failed || connection.lost() || !connection.worth_repeating()) {
            break;
        }
        std::this_thread::sleep_for(repeat_after * attempt);
        verdict = run_once(connection, job);
    }
    return verdict;
}

class PostgresqlDatabase final : public Database {
public:
    explicit PostgresqlDatabase(PostgresqlOptions options) : options_(std::move(options)) {
        for (std::size_t i = 0; i < std::max<std::size_t>(options_.connections, 1); ++i) {
            threads_.emplace_back([this] { serve_until_closed(); });
        }
    }

    ~PostgresqlDatabase() override {
        jobs_.close();
        threads_.clear(); // joins
    }

protected:
    Task<Outcome> write_job(WriteJob job) override {
        return await_answer([this, job = std::move(job)](Answer answer) mutable {
            jobs_.push({WriteWork(std::move(job)), std::move(answer)});
        });
    }

    Task<Outcome> read_job(ReadJob job) override {
        return await_answer([this, job = std::move(job)](Answer answer) mutable {
            jobs_.push({ReadWork(std::move(job)), std::move(answer)});
        });
    }

    Outcome write_job_now(WriteJob job) override {
        return wait_for_answer([this, job = std::move(job)](Answer answer) mutable {
            jobs_.push({WriteWork(std::move(job)), std::move(answer)});
        });
    }

    Outcome read_job_now(ReadJob job) override {
        return wait_for_answer([this, job = std::move(job)](Answer answer) mutable {
            jobs_.push({ReadWork(std::move(job)), std::move(answer)});
        });
    }

private:
    void serve_until_closed() {
        auto back_off = back_off_first;
        while (true) {
            auto connection = connect();
            if (connection) {
                back_off = back_off_first;
                ++connected_;
                const bool closed = serve(*connection);
                --connected_;
                if (closed) {
                    return;
                }
                continue;
            }
            if (wait_without_connection(steady_clock::now() + back_off)) {
                return;
            }
            back_off = std::min(back_off * 2, back_off_max);
        }
    }

    std::unique_ptr<PostgresqlConnection> connect() {
        try {
            return std::make_unique<PostgresqlConnection>(options_);
        } catch (const Failure&) {
            return nullptr;
        }
    }

    // Until the queue is closed (true) or the connection is lost (false).
    bool serve(PostgresqlConnection& connection) {
        while (!connection.lost()) {
            auto taken = jobs_.take(1);
            if (taken.empty()) {
                return true;
            }
            WaitingJob& job = taken.front();
            auto verdict = run_job(connection, job);
            if (!verdict) {
                verdict = run_on_new_connection(job);
            }
            job.work = {};
            job.answer(*std::move(verdict));
        }
        return false;
    }

    // After the server restarted, every idle connection is dead, and nobody should suffer for
    // finding that out.
    Verdict run_on_new_connection(const WaitingJob& job) {
        const auto connection = connect();
        auto verdict = connection ? run_job(*connection, job) : std::nullopt;
        return verdict ? *std::move(verdict)
                       : Verdict{.outcome = unavailable("no connection to PostgreSQL")};
    }

    // When no other thread has a connection either, jobs are answered at once: a page that says
    // "try again" beats one that hangs. Returns true when the queue was closed.
    bool wait_without_connection(steady_clock::time_point until) {
        while (connected_ == 0 && steady_clock::now() < until) {
            auto taken = jobs_.take_until(limits::db_group_commit_max, until);
            if (connected_ > 0) {
                jobs_.give_back(std::move(taken)
                ); // another thread found the server while we waited
                break;
            }
            for (WaitingJob& job : taken) {
                job.work = {};
                job.answer({.outcome = unavailable("no connection to PostgreSQL")});
            }
            if (taken.empty() && jobs_.finished()) {
                return true;
            }
        }
        return jobs_.closed_before(until) && (connected_ > 0 || jobs_.finished());
    }

    PostgresqlOptions options_;
    JobQueue<WaitingJob> jobs_;
    std::atomic<int> connected_ = 0;
    std::vector<std::jthread> threads_;
};

}
}

namespace cohort::db {

Result<std::unique_ptr<Database>> open_postgresql(PostgresqlOptions options) {
    try {
        postgresql::PostgresqlConnection connection(options);
        auto known =
            read_migrations(options.migrations.value_or(embedded::migrations_postgresql()));
        COHORT_CHECK(postgresql::migrate(connection, std::move(known), SystemClock{}.now()));
        return std::unique_ptr<Database>(
            std::make_unique<postgresql::PostgresqlDatabase>(std::move(options))
        );
    } catch (const Failure& failure) {
        return failure.error();
    }
}

}

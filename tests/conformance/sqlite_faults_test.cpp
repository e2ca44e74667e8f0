// What only SQLite can do to us: the disk below it fails. A failed sync is the end of this
// process's trust (G47).
#include "tests/conformance/engines.hpp"
#include "tests/conformance/failing_vfs.hpp"
#include "tests/conformance/statements.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <atomic>
#include <filesystem>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cohort::conformance {
namespace {

class FaultyBench {
public:
    FaultyBench() : bench_(Engine::sqlite) {
        FailingVfs::mend();
        reopen();
    }

    ~FaultyBench() {
        FailingVfs::mend();
        database_.reset();
    }

    db::Database& database() { return *database_; }

    const std::string& path() const { return bench_.place(); }

    int fatal_calls() const { return fatal_calls_; }

    void reopen() {
        FailingVfs::mend();
        database_.reset();
        auto opened = db::open_sqlite(
            {.path = bench_.place(),
             .readers = 1,
             .vfs = FailingVfs::name,
             .on_fatal = [this](const Error&) { ++fatal_calls_; },
             .migrations = test_migrations(Engine::sqlite)}
        );
        REQUIRE(opened.ok());
        database_ = std::move(opened).value();
    }

    std::string put(std::string_view label) {
        const Outcome outcome = database_->write_now([&](db::Transaction& tx) -> Outcome {
            tx.run(put_counter, label, 1);
            return done();
        });
        return outcome.ok() ? "ok" : std::string(outcome.error().code.text());
    }

    bool has(std::string_view label) {
        return database_
            ->read_now([&](db::Snapshot& at) -> Result<bool> {
                return at.one(read_counter, integer_of, label).has_value();
            })
            .value();
    }

private:
    Bench bench_;
    std::atomic<int> fatal_calls_ = 0;
    std::unique_ptr<db::Database> database_;
};

TEST_CASE("sqlite: after a failed sync nothing is acknowledged until the file is opened again") {
    FaultyBench bench;
    REQUIRE(bench.put("before") == "ok");

    FailingVfs::fail(DiskFault::sync, "-wal");
    CHECK(bench.put("during") == "db.unknown_commit");
    FailingVfs::mend(); // as the kernel does: the next sync says all is well
    CHECK(bench.put("after") == "db.unavailable");
    CHECK(bench.put("later") == "db.unavailable");

    bench.reopen();
    CHECK(bench.fatal_calls() == 1);
    CHECK(bench.has("before"));
    CHECK_FALSE(bench.has("after"));
    CHECK_FALSE(bench.has("later"));
    CHECK(bench.put("again") == "ok");
}

TEST_CASE("sqlite: a failed write ends trust too") {
    FaultyBench bench;
    REQUIRE(bench.put("before") == "ok");

    FailingVfs::fail(DiskFault::write, "-wal");
    CHECK(bench.put("during") == "db.unknown_commit");
    FailingVfs::mend();
    CHECK(bench.put("after") == "db.unavailable");

    bench.reopen();
    CHECK(bench.fatal_calls() == 1);
    CHECK(bench.has("before"));
    CHECK_FALSE(bench.has("after"));
}

TEST_CASE("sqlite: a full disk refuses what does not fit and works on when there is room") {
    FaultyBench bench;
    REQUIRE(bench.put("before") == "ok");

    FailingVfs::fail(DiskFault::full, "-wal");
    CHECK(bench.put("during") == "db.unavailable");
    FailingVfs::mend();

    CHECK(bench.put("after") == "ok");
    CHECK(bench.fatal_calls() == 0);
    CHECK(bench.has("before"));
    CHECK_FALSE(bench.has("during"));
    CHECK(bench.has("after"));
}

TEST_CASE("sqlite: a sync that fails in a checkpoint is not overlooked") {
    FaultyBench bench;
    const std::string megabyte(1'000'000, 'm');
    const auto add = [&](int id) {
        return bench.database().write_now([&](db::Transaction& tx) -> Outcome {
            tx.run(add_item, id, nullptr, megabyte, nullptr);
            return done();
        });
    };

    FailingVfs::fail(DiskFault::sync, ".sqlite"); // the file itself, which only a checkpoint syncs
    int stored = 0;
    while (stored < 100 && add(stored).ok()) {
        ++stored;
    }

    CHECK(stored >= 16);
    CHECK(stored < 100);
    bench.reopen();
    CHECK(bench.fatal_calls() == 1);
    const auto kept = bench.database().read_now([](db::Snapshot& at) -> Result<std::int64_t> {
        return *at.one(count_items, integer_of);
    });
    CHECK(*kept == stored);
}

TEST_CASE("sqlite: a failed read is fatal as well") {
    FaultyBench bench;
    const std::string megabyte(1'000'000, 'm');
    REQUIRE(bench.database()
                .write_now([&](db::Transaction& tx) -> Outcome {
                    tx.run(add_item, 1, nullptr, megabyte, nullptr);
                    return done();
                })
                .ok());
    bench.reopen();

    FailingVfs::fail(DiskFault::read, "");
    const auto read = bench.database().read_now([](db::Snapshot& at) -> Outcome {
        at.each(read_item, [](const db::Row&) {}, 1);
        return done();
    });

    REQUIRE_FALSE(read.ok());
    CHECK(read.error().code.text() == "db.unavailable");
    bench.reopen();
    CHECK(bench.fatal_calls() == 1);
}

Task<> put_later(db::Database& database, std::string label, std::string& answer) {
    const auto put = [&label](db::Transaction& tx) -> Outcome {
        tx.run(put_counter, std::string_view(label), 1);
        return done();
    };
    const Outcome outcome = co_await database.write(put);
    answer = outcome.ok() ? "ok" : std::string(outcome.error().code.text());
}

// The late ones are put in line from inside the first job, so that they arrive while it runs.
void check_late_writes(FaultyBench& bench, bool first_is_kept) {
    boost::asio::io_context late;
    std::string answers[2];
    const int syncs_before = FailingVfs::syncs();
    const Outcome first = bench.database().write_now([&](db::Transaction& tx) -> Outcome {
        tx.run(put_counter, "first", 1);
        for (std::string& answer : answers) {
            const std::string label = &answer == &answers[0] ? "late" : "later";
            boost::asio::co_spawn(
                late, put_later(bench.database(), label, answer), boost::asio::detached
            );
        }
        late.poll();
        return first_is_kept ? done() : Outcome(Error{ErrorKind::invalid, "test.no"});
    });
    late.restart();
    late.run();

    CHECK(first.ok() == first_is_kept);
    CHECK(answers[0] == "ok");
    CHECK(answers[1] == "ok");
    CHECK(bench.has("first") == first_is_kept);
    CHECK(bench.has("late"));
    CHECK(bench.has("later"));
    CHECK(FailingVfs::syncs() - syncs_before == 1);
}

TEST_CASE("sqlite: writes that arrive while another runs are committed with it, in one sync") {
    FaultyBench bench;
    bench.put("the log's own head is synced with the first commit");

    SUBCASE("the first is kept") {
        check_late_writes(bench, true);
    }
    SUBCASE("the first is rolled back, and takes nobody along") {
        check_late_writes(bench, false);
    }
}

TEST_CASE("sqlite: the log stays short however much is written") {
    Bench bench(Engine::sqlite);
    const std::string megabyte(1'000'000, 'm');
    for (int id = 0; id < 120; ++id) {
        REQUIRE(bench.database()
                    .write_now([&](db::Transaction& tx) -> Outcome {
                        tx.run(add_item, id, nullptr, megabyte, nullptr);
                        return done();
                    })
                    .ok());
    }
    CHECK(std::filesystem::file_size(bench.place() + "-wal") < 40'000'000);
}

TEST_CASE("sqlite: only the owner may read the file and its log") {
    Bench bench(Engine::sqlite);
    REQUIRE(bench.database().write_now([](db::Transaction&) -> Outcome { return done(); }).ok());
    for (const char* suffix : {"", "-wal", "-shm"}) {
        struct stat status{};
        REQUIRE(stat((bench.place() + suffix).c_str(), &status) == 0);
        CHECK((status.st_mode & 0777) == 0600);
    }
}

TEST_CASE("sqlite: what was answered survives the process that was answered") {
    Bench bench(Engine::sqlite);
    const pid_t child = fork();
    if (child == 0) {
        auto opened = bench.open(test_migrations(Engine::sqlite));
        const bool stored = opened.ok()
                            && (*opened)
                                   ->write_now([](db::Transaction& tx) -> Outcome {
                                       tx.run(put_counter, "a", 1);
                                       return done();
                                   })
                                   .ok();
        _exit(stored ? 0 : 1); // without closing anything
    }
    int status = 0;
    REQUIRE(waitpid(child, &status, 0) == child);
    REQUIRE(status == 0);

    const auto found = bench.database().read_now([](db::Snapshot& at) -> Result<std::int64_t> {
        return at.one(read_counter, integer_of, "a").value_or(0);
    });

    CHECK(*found == 1);
}

TEST_CASE("sqlite: a folder that is not there is an error, not a crash") {
    const auto opened = db::open_sqlite({.path = "/nowhere/at/all/cohort.sqlite"});
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code.text() == "db.unavailable");
}

}
}

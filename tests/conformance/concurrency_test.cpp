#include "base/limits.hpp"
#include "tests/conformance/engines.hpp"
#include "tests/conformance/statements.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <doctest/doctest.h>

#include <latch>
#include <map>
#include <thread>

namespace cohort::conformance {
namespace {

namespace asio = boost::asio;

constexpr int jobs = 200; // fewer than a group commit takes

std::int64_t counter(db::Database& database, std::string_view label) {
    return database
        .read_now([&](db::Snapshot& at) -> Result<std::int64_t> {
            return at.one(read_counter, integer_of, label).value_or(-1);
        })
        .value();
}

void set_counter(db::Database& database, std::string_view label, std::int64_t count) {
    const auto stored = database.write_now([&](db::Transaction& tx) -> Outcome {
        tx.run(put_counter, label, count);
        return done();
    });
    REQUIRE(stored.ok());
}

// Keeps every thread that serves writes busy, so that what is written meanwhile waits in line.
class Blockade {
public:
    explicit Blockade(Bench& bench)
        : threads_count_(bench.engine() == Engine::sqlite ? 1 : 4), arrived_(threads_count_) {
        for (int i = 0; i < threads_count_; ++i) {
            callers_.emplace_back([this, &database = bench.database()] {
                const auto outcome = database.write_now([this](db::Transaction&) -> Outcome {
                    arrived_.count_down();
                    released_.wait();
                    return done();
                });
                CHECK(outcome.ok());
            });
        }
        arrived_.wait();
    }

    ~Blockade() { release(); }

    void release() {
        if (!callers_.empty()) {
            released_.count_down();
            callers_.clear();
        }
    }

private:
    int threads_count_;
    std::latch arrived_;
    std::latch released_{1};
    std::vector<std::jthread> callers_;
};

struct Fates {
    std::map<std::string, int> codes; // "ok", "thrown" or the error's code
    int on_another_thread = 0;
};

Outcome add_one_or_fail(db::Transaction& tx, int id) {
    tx.run(add_item, id, nullptr, nullptr, nullptr);
    switch (id % 4) {
    case 1:
        return invalid("test.wrong");
    case 2:
        throw std::runtime_error("a bug");
    case 3:
        tx.run(add_item, id, nullptr, nullptr, nullptr);
        return done();
    default:
        return done();
    }
}

Task<> add_one(db::Database& database, int id, Fates& fates) {
    const auto caller = std::this_thread::get_id();
    std::string fate = "ok";
    try {
        const Outcome outcome =
            co_await database.write([id](db::Transaction& tx) { return add_one_or_fail(tx, id); });
        if (!outcome.ok()) {
            fate = outcome.error().code.text();
        }
    } catch (const std::runtime_error&) {
        fate = "thrown";
    }
    ++fates.codes[fate];
    fates.on_another_thread += std::this_thread::get_id() != caller;
}

TEST_CASE("write: of jobs committed together only those that failed are undone") {
    for_each_engine([](Bench& bench) {
        Fates fates;
        asio::io_context loop;
        Blockade blockade(bench);
        for (int id = 0; id < jobs; ++id) {
            asio::co_spawn(loop, add_one(bench.database(), id, fates), asio::detached);
        }
        loop.poll(); // every job is in line now

        blockade.release();
        loop.restart();
        loop.run();

        CHECK(fates.codes["ok"] == jobs / 4);
        CHECK(fates.codes["thrown"] == jobs / 4);
        CHECK(fates.codes["test.wrong"] == jobs / 4);
        CHECK(fates.codes["db.conflict"] == jobs / 4);
        CHECK(fates.on_another_thread == 0);
        const auto kept = bench.database().read_now([](db::Snapshot& at) -> Outcome {
            std::int64_t next = 0;
            at.each(item_numbers, [&](const db::Row& row) {
                CHECK(row.integer(0) == next);
                next += 4;
            });
            CHECK(next == jobs);
            return done();
        });
        REQUIRE(kept.ok());
    });
}

Task<> raise_often(db::Database& database, int times, int& failed) {
    for (int i = 0; i < times; ++i) {
        const Outcome outcome = co_await database.write([](db::Transaction& tx) -> Outcome {
            tx.run(raise_counter, "shared", 1);
            return done();
        });
        failed += !outcome.ok();
        auto seen = co_await database.read([](db::Snapshot& at) -> Result<std::int64_t> {
            return at.one(read_counter, integer_of, "shared").value_or(0);
        });
        failed += !seen.ok() || *seen < i + 1;
    }
}

TEST_CASE("write: coroutines of several threads lose no update and see their own") {
    for_each_engine([](Bench& bench) {
        constexpr int threads = 4;
        constexpr int coroutines = 25;
        constexpr int times = 10;
        set_counter(bench.database(), "shared", 0);
        int failed[threads] = {};

        {
            std::vector<std::jthread> loops;
            for (int& failed_here : failed) {
                loops.emplace_back([&bench, &failed_here] {
                    asio::io_context loop;
                    for (int i = 0; i < coroutines; ++i) {
                        asio::co_spawn(
                            loop, raise_often(bench.database(), times, failed_here), asio::detached
                        );
                    }
                    loop.run();
                });
            }
        }

        for (const int failed_here : failed) {
            CHECK(failed_here == 0);
        }
        CHECK(counter(bench.database(), "shared") == threads * coroutines * times);
    });
}

Task<> raise_once(db::Database& database, Fates& fates) {
    const Outcome outcome = co_await database.write([](db::Transaction& tx) -> Outcome {
        tx.run(raise_counter, "shared", 1);
        return done();
    });
    ++fates.codes[outcome.ok() ? "ok" : std::string(outcome.error().code.text())];
}

Task<> do_nothing(db::Database& database, Fates& fates) {
    const Outcome outcome =
        co_await database.write([](db::Transaction&) -> Outcome { return done(); });
    ++fates.codes[outcome.ok() ? "ok" : std::string(outcome.error().code.text())];
}

TEST_CASE("write: what is too much to wait in line is refused at once, the rest is done") {
    for_each_engine([](Bench& bench) {
        constexpr int too_many = 7;
        Fates fates;
        asio::io_context loop;
        Blockade blockade(bench);
        for (std::size_t i = 0; i < limits::db_queue_max + too_many; ++i) {
            asio::co_spawn(loop, do_nothing(bench.database(), fates), asio::detached);
        }

        loop.poll();
        CHECK(fates.codes["db.overloaded"] == too_many);
        CHECK(fates.codes["ok"] == 0);
        blockade.release();
        loop.restart();
        loop.run();

        CHECK(fates.codes["db.overloaded"] == too_many);
        CHECK(fates.codes["ok"] == static_cast<int>(limits::db_queue_max));
    });
}

TEST_CASE("write: jobs in line when the database is closed are still done") {
    for_each_engine([](Bench& bench) {
        set_counter(bench.database(), "shared", 0);
        Fates fates;
        asio::io_context loop;
        auto blockade = std::make_unique<Blockade>(bench);
        for (int i = 0; i < jobs; ++i) {
            asio::co_spawn(loop, raise_once(bench.database(), fates), asio::detached);
        }
        loop.poll();

        blockade.reset();
        bench.close();
        loop.restart();
        loop.run();

        CHECK(fates.codes["ok"] == jobs);
        CHECK(counter(bench.database(), "shared") == jobs);
    });
}

}
}

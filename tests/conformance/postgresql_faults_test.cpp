// What only PostgreSQL can do to us: go away, restart, deadlock, change under a prepared plan.
#include "tests/conformance/engines.hpp"
#include "tests/conformance/statements.hpp"
#include "tests/support/postgresql_cluster.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <latch>
#include <thread>

namespace cohort::conformance {
namespace {

using std::chrono::steady_clock;

// Not the one the other tests use.
test_support::PostgresqlCluster& restarting_cluster() {
    static test_support::PostgresqlCluster cluster;
    return cluster;
}

Outcome put(db::Database& database, std::string_view label, std::int64_t count) {
    return database.write_now([&](db::Transaction& tx) -> Outcome {
        tx.run(put_counter, label, count);
        return done();
    });
}

std::int64_t get(db::Database& database, std::string_view label) {
    auto found = database.read_now([&](db::Snapshot& at) -> Result<std::int64_t> {
        return at.one(read_counter, integer_of, label).value_or(-1);
    });
    return found.ok() ? *found : -2;
}

Outcome run_alone(db::Database& database, std::string_view text) {
    const db::Sql sql{"alone", "", text};
    return database.write_now([&](db::Transaction& tx) -> Outcome {
        tx.each(sql, [](const db::Row&) {});
        return done();
    });
}

TEST_CASE(
    "postgresql: while the server is gone calls fail soon, and when it is back they work again"
) {
    auto& cluster = restarting_cluster();
    auto opened = db::open_postgresql(
        {.conninfo = cluster.fresh_database(),
         .connections = 4,
         .migrations = test_migrations(Engine::postgresql)}
    );
    REQUIRE(opened.ok());
    db::Database& database = **opened;
    REQUIRE(put(database, "a", 1).ok());

    cluster.crash();
    for (int i = 0; i < 20; ++i) {
        const auto begin = steady_clock::now();
        const Outcome refused = put(database, "a", 2);
        REQUIRE_FALSE(refused.ok());
        CHECK(refused.error().code.text() == "db.unavailable");
        CHECK(steady_clock::now() - begin < std::chrono::seconds{2});
    }
    cluster.restart();

    const auto give_up_at = steady_clock::now() + std::chrono::seconds{20};
    while (!put(database, "b", 3).ok() && steady_clock::now() < give_up_at) {
        std::this_thread::yield();
    }
    CHECK(get(database, "a") == 1);
    CHECK(get(database, "b") == 3);
}

TEST_CASE("postgresql: a restart between two jobs is not noticed") {
    auto& cluster = restarting_cluster();
    auto opened = db::open_postgresql(
        {.conninfo = cluster.fresh_database(),
         .connections = 1,
         .migrations = test_migrations(Engine::postgresql)}
    );
    REQUIRE(opened.ok());
    REQUIRE(put(**opened, "a", 1).ok());

    cluster.crash();
    cluster.restart();

    CHECK(put(**opened, "a", 2).ok());
    CHECK(get(**opened, "a") == 2);
}

TEST_CASE("postgresql: a connection lost before the commit keeps nothing and says so") {
    Bench bench(Engine::postgresql);
    const db::Sql end_me{"end_me", "", "SELECT pg_terminate_backend(pg_backend_pid())"};

    const auto outcome = bench.database().write_now([&](db::Transaction& tx) -> Outcome {
        tx.run(put_counter, "a", 1);
        tx.each(end_me, [](const db::Row&) {});
        return done();
    });

    REQUIRE_FALSE(outcome.ok());
    CHECK(outcome.error().code.text() == "db.unavailable");
    CHECK(get(bench.database(), "a") == -1);
}

TEST_CASE("postgresql: a connection lost during the commit is an unknown commit") {
    Bench bench(Engine::postgresql);
    REQUIRE(run_alone(
                bench.database(),
                "CREATE FUNCTION end_me() RETURNS TRIGGER LANGUAGE plpgsql AS "
                "'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END'"
    )
                .ok());
    REQUIRE(run_alone(
                bench.database(),
                "CREATE CONSTRAINT TRIGGER end_me AFTER INSERT ON items DEFERRABLE INITIALLY "
                "DEFERRED FOR EACH ROW EXECUTE FUNCTION end_me()"
    )
                .ok());

    const auto outcome = bench.database().write_now([](db::Transaction& tx) -> Outcome {
        tx.run(add_item, 1, nullptr, nullptr, nullptr);
        return done();
    });

    REQUIRE_FALSE(outcome.ok());
    CHECK(outcome.error().kind == ErrorKind::unavailable);
    CHECK(outcome.error().code.text() == "db.unknown_commit");
}

TEST_CASE("postgresql: a commit that a deferred constraint refuses is known not to be kept") {
    Bench bench(Engine::postgresql);
    REQUIRE(run_alone(
                bench.database(),
                "CREATE TABLE owners (a BIGINT PRIMARY KEY, "
                "b BIGINT REFERENCES owners (a) DEFERRABLE INITIALLY DEFERRED)"
    )
                .ok());

    const Outcome refused = run_alone(bench.database(), "INSERT INTO owners VALUES (1, 77)");

    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code.text() == "db.refused");
    CHECK_FALSE(refused.error().detail.contains("77"));
}

TEST_CASE("postgresql: of two jobs that deadlock one is run again and both succeed") {
    Bench bench(Engine::postgresql);
    REQUIRE(put(bench.database(), "a", 0).ok());
    REQUIRE(put(bench.database(), "b", 0).ok());
    std::latch both_hold_one{2};
    std::atomic<int> runs = 0;
    const auto raise_both = [&](const char* one, const char* other) {
        return bench.database().write_now([&](db::Transaction& tx) -> Outcome {
            const bool first_time = ++runs <= 2;
            tx.run(raise_counter, one, 1);
            if (first_time) {
                both_hold_one.arrive_and_wait();
            }
            tx.run(raise_counter, other, 1);
            return done();
        });
    };

    {
        const std::jthread beside([&] { CHECK(raise_both("a", "b").ok()); });
        CHECK(raise_both("b", "a").ok());
    }

    CHECK(runs >= 3);
    CHECK(get(bench.database(), "a") == 2);
    CHECK(get(bench.database(), "b") == 2);
}

TEST_CASE("postgresql: a plan that an upgrade made stale is made anew") {
    Bench bench(Engine::postgresql);
    auto opened = db::open_postgresql(
        {.conninfo = bench.place(),
         .connections = 1,
         .migrations = test_migrations(Engine::postgresql)}
    );
    REQUIRE(opened.ok());
    REQUIRE(put(**opened, "a", 7).ok());
    REQUIRE(get(**opened, "a") == 7);

    REQUIRE(run_alone(bench.database(), "ALTER TABLE counters ALTER COLUMN count TYPE INTEGER").ok()
    );

    CHECK(get(**opened, "a") == 7);
}

TEST_CASE("postgresql: a server that does not answer in time is given up") {
    Bench bench(Engine::postgresql);
    auto opened = db::open_postgresql(
        {.conninfo = bench.place(),
         .connections = 1,
         .answer_wait_max = std::chrono::milliseconds{300},
         .migrations = test_migrations(Engine::postgresql)}
    );
    REQUIRE(opened.ok());

    const Outcome slow = run_alone(**opened, "SELECT pg_sleep(20)");

    REQUIRE_FALSE(slow.ok());
    CHECK(slow.error().code.text() == "db.unavailable");
    CHECK(put(**opened, "a", 1).ok());
}

TEST_CASE("postgresql: text that is not UTF-8 is refused and not told") {
    Bench bench(Engine::postgresql);

    const Outcome refused = put(bench.database(), "private \xFF", 1);

    REQUIRE_FALSE(refused.ok());
    CHECK(refused.error().code.text() == "db.refused");
    CHECK_FALSE(refused.error().detail.contains("private"));
}

TEST_CASE("postgresql: an unreachable server is an error at once, not a crash") {
    const auto opened = db::open_postgresql({.conninfo = "host=/nowhere user=cohort"});
    REQUIRE_FALSE(opened.ok());
    CHECK(opened.error().code.text() == "db.unavailable");
}

}
}

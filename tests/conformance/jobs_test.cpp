#include "tests/conformance/engines.hpp"
#include "tests/conformance/statements.hpp"

#include <doctest/doctest.h>

#include <stdexcept>
#include <thread>

namespace cohort::conformance {
namespace {

std::int64_t count(db::Database& database) {
    return database
        .read_now([](db::Snapshot& at) -> Result<std::int64_t> {
            return *at.one(count_items, integer_of);
        })
        .value();
}

Outcome add_ten(db::Transaction& tx) {
    for (int id = 1; id <= 10; ++id) {
        tx.run(add_item, id, id * 10, nullptr, nullptr);
    }
    return done();
}

TEST_CASE("write: run returns the rows changed, and none for a query") {
    for_each_engine([](Bench& bench) {
        auto outcome = bench.database().write_now([](db::Transaction& tx) -> Outcome {
            COHORT_CHECK(add_ten(tx));
            CHECK(tx.run(set_numbers, 5, 7) == 7);
            CHECK(tx.run(set_numbers, 5, 0) == 0);
            CHECK(tx.run(count_items) == 0);
            CHECK(tx.run(delete_item, 3) == 1);
            CHECK(tx.run(delete_item, 3) == 0);
            return done();
        });
        REQUIRE(outcome.ok());
        CHECK(count(bench.database()) == 9);
    });
}

TEST_CASE("write: RETURNING gives the rows that were changed") {
    for_each_engine([](Bench& bench) {
        auto claimed = bench.database().write_now([](db::Transaction& tx) -> Result<std::int64_t> {
            COHORT_CHECK(add_ten(tx));
            std::int64_t sum = 0;
            tx.each(claim_items, [&](const db::Row& row) { sum += row.integer(1); }, 3);
            return sum;
        });
        REQUIRE(claimed.ok());
        CHECK(*claimed == 11 + 21 + 31);
    });
}

TEST_CASE("write: run_many stores ten thousand rows in order") {
    for_each_engine([](Bench& bench) {
        constexpr std::int64_t rows = 10'000;
        const std::string words(40, 'w');
        auto changed = bench.database().write_now([&](db::Transaction& tx) -> Result<std::int64_t> {
            std::vector<db::Value> values;
            for (std::int64_t id = 1; id <= rows; ++id) {
                values.insert(
                    values.end(), {id, id * 2, std::string_view(words), db::Bytes{words}}
                );
            }
            return tx.run_many(add_item, 4, values);
        });
        REQUIRE(changed.ok());
        CHECK(*changed == rows);

        std::int64_t expected = 0;
        auto read = bench.database().read_now([&](db::Snapshot& at) -> Outcome {
            at.each(item_numbers, [&](const db::Row& row) {
                ++expected;
                REQUIRE(row.integer(0) == expected);
                REQUIRE(row.integer(1) == expected * 2);
            });
            return done();
        });
        REQUIRE(read.ok());
        CHECK(expected == rows);
    });
}

TEST_CASE("write: run_many with wide values is not held up by full pipes") {
    for_each_engine([](Bench& bench) {
        const std::string megabyte(1'000'000, 'm');
        auto changed = bench.database().write_now([&](db::Transaction& tx) -> Result<std::int64_t> {
            std::vector<db::Value> values;
            for (std::int64_t id = 1; id <= 40; ++id) {
                values.insert(values.end(), {id, nullptr, nullptr, db::Bytes{megabyte}});
            }
            return tx.run_many(add_item, 4, values);
        });
        REQUIRE(changed.ok());
        CHECK(*changed == 40);
    });
}

TEST_CASE("write: a row that fails in run_many undoes the whole job, and the next job works") {
    for_each_engine([](Bench& bench) {
        auto failed = bench.database().write_now([](db::Transaction& tx) -> Result<std::int64_t> {
            std::vector<db::Value> values;
            for (const std::int64_t id : {1, 2, 3, 2, 4}) {
                values.insert(values.end(), {id, nullptr, nullptr, nullptr});
            }
            return tx.run_many(add_item, 4, values);
        });
        REQUIRE_FALSE(failed.ok());
        CHECK(failed.error().code.text() == "db.conflict");

        REQUIRE(bench.database().write_now(add_ten).ok());
        CHECK(count(bench.database()) == 10);
    });
}

TEST_CASE("write: an Error keeps nothing and comes back as it was") {
    for_each_engine([](Bench& bench) {
        auto outcome = bench.database().write_now([](db::Transaction& tx) -> Outcome {
            COHORT_CHECK(add_ten(tx));
            return invalid("test.wrong", "why");
        });

        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error() == invalid("test.wrong"));
        CHECK(outcome.error().detail == "why");
        CHECK(count(bench.database()) == 0);
    });
}

TEST_CASE("write: an exception keeps nothing and is thrown at the caller") {
    for_each_engine([](Bench& bench) {
        const auto write = [&] {
            return bench.database().write_now([](db::Transaction& tx) -> Outcome {
                COHORT_CHECK(add_ten(tx));
                throw std::out_of_range("a bug");
            });
        };

        CHECK_THROWS_AS(static_cast<void>(write()), std::out_of_range);
        CHECK(count(bench.database()) == 0);
    });
}

TEST_CASE("write: a Bug in the middle of rows leaves the statement usable") {
    for_each_engine([](Bench& bench) {
        REQUIRE(bench.database().write_now(add_ten).ok());
        const auto read = [&] {
            return bench.database().read_now([](db::Snapshot& at) -> Outcome {
                at.each(item_numbers, [](const db::Row&) { throw Bug("in a row"); });
                return done();
            });
        };
        for (int i = 0; i < 8; ++i) {
            CHECK_THROWS_AS(static_cast<void>(read()), Bug);
        }
        CHECK(count(bench.database()) == 10);
    });
}

TEST_CASE("write: a key that is there already is a conflict, named by statement and never by value"
) {
    for_each_engine([](Bench& bench) {
        const auto add = [&] {
            return bench.database().write_now([](db::Transaction& tx) -> Outcome {
                tx.run(add_counter, "a-private-label", 1);
                return done();
            });
        };
        REQUIRE(add().ok());

        const auto again = add();

        REQUIRE_FALSE(again.ok());
        CHECK(again.error().kind == ErrorKind::conflict);
        CHECK(again.error().code.text() == "db.conflict");
        CHECK(again.error().detail.contains("add_counter"));
        CHECK_FALSE(again.error().detail.contains("private"));
    });
}

TEST_CASE("write: another constraint is refused, and its values are not told") {
    for_each_engine([](Bench& bench) {
        const auto outcome = bench.database().write_now([](db::Transaction& tx) -> Outcome {
            tx.run(add_counter, "a-private-label", -77);
            return done();
        });

        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error().kind == ErrorKind::internal);
        CHECK(outcome.error().code.text() == "db.refused");
        CHECK_FALSE(outcome.error().detail.contains("private"));
        CHECK_FALSE(outcome.error().detail.contains("77"));
    });
}

TEST_CASE("write: a Conflict can be turned into a better Error") {
    for_each_engine([](Bench& bench) {
        const auto outcome = bench.database().write_now([](db::Transaction& tx) -> Outcome {
            tx.run(add_counter, "a", 1);
            try {
                tx.run(add_counter, "a", 1);
            } catch (const db::Conflict&) {
                return Error{ErrorKind::conflict, "test.sent_already"};
            }
            return done();
        });

        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error().code.text() == "test.sent_already");
    });
}

TEST_CASE("write: a Failure that was caught and forgotten still undoes the job") {
    for_each_engine([](Bench& bench) {
        const auto outcome = bench.database().write_now([](db::Transaction& tx) -> Outcome {
            COHORT_CHECK(add_ten(tx));
            bool caught = false;
            try {
                tx.run(add_item, 1, nullptr, nullptr, nullptr);
            } catch (const db::Failure&) {
                caught = true;
            }
            CHECK(caught);
            return done();
        });

        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error().code.text() == "db.conflict");
        CHECK(count(bench.database()) == 0);
    });
}

TEST_CASE("write: a statement the engine cannot read is refused and told by name") {
    for_each_engine([](Bench& bench) {
        const auto outcome = bench.database().read_now([](db::Snapshot& at) -> Outcome {
            at.each(nonsense, [](const db::Row&) {}, 1);
            return done();
        });

        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error().code.text() == "db.refused");
        CHECK(outcome.error().detail.contains("nonsense"));
        CHECK(count(bench.database()) == 0);
    });
}

TEST_CASE("write: values that do not match the parameters are a bug") {
    for_each_engine([](Bench& bench) {
        const auto read = [&] {
            return bench.database().read_now([](db::Snapshot& at) -> Outcome {
                at.each(read_item, [](const db::Row&) {}, 1, 2);
                return done();
            });
        };
        CHECK_THROWS_AS(static_cast<void>(read()), Bug);
    });
}

TEST_CASE("read: a write through a Snapshot is refused") {
    for_each_engine([](Bench& bench) {
        const auto outcome = bench.database().read_now([](db::Snapshot& at) -> Outcome {
            at.each(add_counter, [](const db::Row&) {}, "a", 1);
            return done();
        });

        REQUIRE_FALSE(outcome.ok());
        CHECK(outcome.error().code.text() == "db.refused");
    });
}

TEST_CASE("read: a job sees one snapshot while others write") {
    for_each_engine([](Bench& bench) {
        REQUIRE(bench.database().write_now(add_ten).ok());
        std::int64_t before = 0;
        std::int64_t after = 0;

        const auto outcome = bench.database().read_now([&](db::Snapshot& at) -> Outcome {
            before = *at.one(count_items, integer_of);
            // From another thread, because a database thread must not call the database.
            std::jthread([&] {
                CHECK(bench.database()
                          .write_now([](db::Transaction& tx) -> Outcome {
                              tx.run(delete_item, 1);
                              return done();
                          })
                          .ok());
            }).join();
            after = *at.one(count_items, integer_of);
            return done();
        });

        REQUIRE(outcome.ok());
        CHECK(before == 10);
        CHECK(after == 10);
        CHECK(count(bench.database()) == 9);
    });
}

TEST_CASE("write: what was answered is there after the database was closed and opened again") {
    for_each_engine([](Bench& bench) {
        REQUIRE(bench.database().write_now(add_ten).ok());

        bench.close();

        CHECK(count(bench.database()) == 10);
    });
}

}
}

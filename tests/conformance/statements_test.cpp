// Every statement of every stage, on both engines, against the schema the program would make.
#include "tests/conformance/all_statements.hpp"
#include "tests/conformance/engines.hpp"
#include "tests/conformance/statements.hpp"

#include <doctest/doctest.h>

namespace cohort::conformance {
namespace {

constexpr std::int64_t wide = 5'000'000'000;

TEST_CASE("statements: both engines can read every statement of every stage") {
    for_each_engine([](Bench& bench) {
        auto opened = bench.open(std::nullopt);
        REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().detail));
        for (const db::Sql* sql : all_statements()) {
            // A read each, because PostgreSQL ends a transaction in which something was refused.
            const auto prepared = (*opened)->read_now([&](db::Snapshot& at) -> Outcome {
                at.prepare(*sql);
                return done();
            });
            CHECK_MESSAGE(prepared.ok(), (prepared.ok() ? "" : prepared.error().detail));
        }
    });
}

TEST_CASE("statements: one that fits no table is found out") {
    for_each_engine([](Bench& bench) {
        const db::Sql wrong{"wrong", "SELECT missing FROM items", "SELECT missing FROM items"};
        const auto prepared = bench.database().read_now([&](db::Snapshot& at) -> Outcome {
            at.prepare(wrong);
            return done();
        });
        REQUIRE_FALSE(prepared.ok());
        CHECK(prepared.error().detail.contains("wrong"));
        CHECK(prepared.error().detail.contains("missing"));
    });
}

TEST_CASE("statements: a parameter is 64 bits wide although PostgreSQL would take it for 32") {
    for_each_engine([](Bench& bench) {
        const std::string_view text = "SELECT CAST(?2 AS BIGINT) FROM items WHERE number = ?1 + 1";
        const db::Sql sum{"sum", text, text};
        const auto found =
            bench.database().write_now([&](db::Transaction& tx) -> Result<std::int64_t> {
                tx.run(add_item, 1, wide + 1, nullptr, nullptr);
                return tx.one(sum, integer_of, wide, wide).value_or(0);
            });
        REQUIRE(found.ok());
        CHECK(*found == wide);
    });
}

TEST_CASE("statements: a parameter cast to INTEGER stays so, and what does not fit is refused") {
    for_each_engine([](Bench& bench) {
        const std::string_view text = "SELECT SUBSTR(words, CAST(?1 AS INTEGER)) FROM items";
        const db::Sql rest{"rest", text, text};
        const auto rest_from = [&](std::int64_t from) {
            return bench.database().write_now([&](db::Transaction& tx) -> Result<std::string> {
                tx.run(put_item, 1, "abc");
                return tx
                    .one(
                        rest, [](const db::Row& row) { return std::string(row.text(0)); }, from
                    )
                    .value_or("nothing");
            });
        };
        CHECK(*rest_from(2) == "bc");
        if (bench.engine() == Engine::postgresql) {
            const auto refused = rest_from(5'000'000'000);
            REQUIRE_FALSE(refused.ok());
            CHECK(refused.error().code.text() == "db.refused");
        }
    });
}

}
}

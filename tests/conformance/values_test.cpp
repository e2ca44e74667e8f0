#include "tests/conformance/engines.hpp"
#include "tests/conformance/statements.hpp"

#include <doctest/doctest.h>

#include <limits>

namespace cohort::conformance {
namespace {

using namespace std::string_view_literals;

struct Item {
    std::optional<std::int64_t> number = {};
    std::optional<std::string> words = {};
    std::optional<std::string> sealed = {};

    friend bool operator==(const Item&, const Item&) = default;
};

Item read_back(db::Database& database, std::int64_t id) {
    auto item = database.read_now([&](db::Snapshot& at) -> Result<std::optional<Item>> {
        return at.one(
            read_item,
            [](const db::Row& row) {
                return Item{
                    row.integer_or_none(0),
                    row.text_or_none(1),
                    row.is_null(2) ? std::nullopt : std::optional(std::string(row.bytes(2)))
                };
            },
            id
        );
    });
    REQUIRE(item.ok());
    REQUIRE(item->has_value());
    return **item;
}

void store(db::Database& database, std::int64_t id, const Item& item) {
    const auto sealed = item.sealed ? std::optional(db::Bytes{*item.sealed}) : std::nullopt;
    auto stored = database.write_now([&](db::Transaction& tx) -> Outcome {
        CHECK(tx.run(add_item, id, item.number, item.words, sealed) == 1);
        return done();
    });
    REQUIRE(stored.ok());
}

TEST_CASE("values: every kind comes back as it was stored") {
    const Item cases[] = {
        {std::nullopt, std::nullopt, std::nullopt},
        {0, "", ""},
        {std::numeric_limits<std::int64_t>::max(), "plain", "\x01"},
        {std::numeric_limits<std::int64_t>::min(),
         "Zoë 🏳️‍🌈 Ünïcode \xF0\x9F\x92\x89",
         std::string("\0a\0\xFF", 4)},
        {-1, "it's \"quoted\" \\ and\nbroken", std::string(100'000, '\0')},
        {1, std::string(100'000, 'x'), "'); DROP TABLE items; --"},
    };
    for_each_engine([&](Bench& bench) {
        std::int64_t id = 0;
        for (const Item& item : cases) {
            store(bench.database(), ++id, item);

            CHECK(read_back(bench.database(), id) == item);
        }
    });
}

TEST_CASE("values: text with a NUL is refused, for PostgreSQL cannot hold it") {
    for_each_engine([](Bench& bench) {
        auto stored = bench.database().write_now([](db::Transaction& tx) -> Outcome {
            tx.run(add_item, 1, nullptr, "a\0b"sv, nullptr);
            return done();
        });

        REQUIRE_FALSE(stored.ok());
        CHECK(stored.error().code.text() == "db.refused");
    });
}

TEST_CASE("values: a null read as something is a bug that shows") {
    for_each_engine([](Bench& bench) {
        store(bench.database(), 1, {});
        const auto read_as = [&](auto read) {
            return bench.database().read_now([&](db::Snapshot& at) -> Outcome {
                at.each(read_item, read, 1);
                return done();
            });
        };

        CHECK_THROWS_AS(
            static_cast<void>(read_as([](const db::Row& row) { row.integer(0); })), Bug
        );
        CHECK_THROWS_AS(static_cast<void>(read_as([](const db::Row& row) { row.text(1); })), Bug);
        CHECK_THROWS_AS(static_cast<void>(read_as([](const db::Row& row) { row.bytes(2); })), Bug);
        CHECK_THROWS_AS(
            static_cast<void>(read_as([](const db::Row& row) { row.is_null(3); })), Bug
        );
    });
}

TEST_CASE("values: a sum is an integer, and null over no rows") {
    for_each_engine([](Bench& bench) {
        const auto sum = [&] {
            return bench.database()
                .read_now([](db::Snapshot& at) -> Result<std::optional<std::int64_t>> {
                    return *at.one(sum_items, [](const db::Row& row) {
                        return row.integer_or_none(0);
                    });
                })
                .value();
        };
        CHECK(sum() == std::nullopt);
        store(bench.database(), 1, {.number = 9'000'000'000'000'001});
        store(bench.database(), 2, {.number = 10'000});
        CHECK(sum() == 9'000'000'000'010'001);
        store(bench.database(), 3, {.number = -9'000'000'000'020'001});
        CHECK(sum() == -10'000);
    });
}

TEST_CASE("values: two texts of one statement's address are two statements") {
    for_each_engine([](Bench& bench) {
        store(bench.database(), 1, {.number = 5, .words = "five"});
        db::Sql changing{"changing", "SELECT number FROM items", "SELECT number FROM items"};
        const auto first = [&] {
            return bench.database()
                .read_now([&](db::Snapshot& at) -> Result<std::optional<std::int64_t>> {
                    return at.one(changing, integer_of);
                })
                .value();
        };
        for (int i = 0; i < 8; ++i) {
            REQUIRE(first() == 5);
        }

        changing.sqlite = changing.postgresql = "SELECT item_id FROM items";

        for (int i = 0; i < 8; ++i) {
            CHECK(first() == 1);
        }
    });
}

}
}

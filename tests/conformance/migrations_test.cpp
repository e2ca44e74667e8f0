#include "tests/conformance/engines.hpp"

#include <doctest/doctest.h>

#include <thread>

namespace cohort::conformance {
namespace {

constexpr EmbeddedFile first{"0001_first.sql", "CREATE TABLE first (a BIGINT PRIMARY KEY);"};
constexpr EmbeddedFile second{
    "0002_second.sql",
    "-- Two statements.\nCREATE TABLE second (a BIGINT PRIMARY KEY);\nINSERT INTO second VALUES "
    "(2);\n"
};
constexpr EmbeddedFile third{"0003_third.sql", "INSERT INTO second VALUES (3);"};
constexpr EmbeddedFile second_edited{
    "0002_second.sql", "CREATE TABLE second (a BIGINT PRIMARY KEY, b BIGINT);"
};
constexpr EmbeddedFile second_renamed{"0002_other.sql", second.bytes};
constexpr EmbeddedFile second_broken{
    "0002_second.sql", "CREATE TABLE second (a BIGINT PRIMARY KEY); INSERT INTO nowhere VALUES (1);"
};

using Files = std::vector<EmbeddedFile>;

std::string open_code(Bench& bench, const Files& files) {
    auto opened = bench.open(files);
    return opened.ok() ? "ok" : std::string(opened.error().code.text());
}

std::string numbers(Bench& bench, const Files& files, std::string_view select) {
    auto opened = bench.open(files);
    REQUIRE(opened.ok());
    const db::Sql sql{"numbers", select, select};
    auto read = (*opened)->read_now([&](db::Snapshot& at) -> Result<std::string> {
        std::string found;
        at.each(sql, [&](const db::Row& row) { found += std::to_string(row.integer(0)) + " "; });
        return found;
    });
    return read.ok() ? *read : std::string(read.error().code.text());
}

constexpr auto applied = "SELECT number FROM schema_migrations ORDER BY number";
constexpr auto rows_of_second = "SELECT a FROM second ORDER BY a";

TEST_CASE("migrate: an empty database gets all, in order, whatever order they come in") {
    for_each_engine([](Bench& bench) {
        const Files files{third, first, second};
        CHECK(numbers(bench, files, applied) == "1 2 3 ");
        CHECK(numbers(bench, files, rows_of_second) == "2 3 ");
    });
}

TEST_CASE("migrate: a later version adds only what is new") {
    for_each_engine([](Bench& bench) {
        REQUIRE(open_code(bench, {first, second}) == "ok");
        CHECK(numbers(bench, {first, second, third}, rows_of_second) == "2 3 ");
        CHECK(numbers(bench, {first, second, third}, rows_of_second) == "2 3 ");
    });
}

TEST_CASE("migrate: a schema made by a later version is left alone") {
    for_each_engine([](Bench& bench) {
        REQUIRE(open_code(bench, {first, second}) == "ok");
        CHECK(open_code(bench, {first}) == "db.newer_schema");
        CHECK(open_code(bench, {}) == "db.newer_schema");
        CHECK(numbers(bench, {first, second}, applied) == "1 2 ");
    });
}

TEST_CASE("migrate: an edited, renamed, dropped or inserted migration is refused") {
    for_each_engine([](Bench& bench) {
        REQUIRE(open_code(bench, {first, third}) == "db.migration_failed");
        REQUIRE(open_code(bench, {first, second}) == "ok");
        CHECK(open_code(bench, {first, second_edited}) == "db.migration_changed");
        CHECK(open_code(bench, {first, second_renamed}) == "db.migration_changed");
        CHECK(open_code(bench, {second}) == "db.migration_changed");
        REQUIRE(
            open_code(bench, {first, second, {"0004_fourth.sql", "DROP TABLE first;"}}) == "ok"
        );
        CHECK(
            open_code(bench, {first, second, third, {"0004_fourth.sql", "DROP TABLE first;"}})
            == "db.migration_changed"
        );
        CHECK(
            numbers(
                bench, {first, second, {"0004_fourth.sql", "DROP TABLE first;"}}, rows_of_second
            )
            == "2 "
        );
    });
}

TEST_CASE("migrate: one that fails leaves nothing of itself and all before it") {
    for_each_engine([](Bench& bench) {
        auto opened = bench.open(Files{first, second_broken, third});
        REQUIRE_FALSE(opened.ok());
        CHECK(opened.error().code.text() == "db.migration_failed");
        CHECK(opened.error().detail.contains("0002_second.sql"));

        CHECK(numbers(bench, {first}, applied) == "1 ");
        CHECK(numbers(bench, {first, second, third}, rows_of_second) == "2 3 ");
    });
}

TEST_CASE("migrate: several nodes that start together apply each once") {
    for_each_engine([](Bench& bench) {
        const Files files{first, second, third};
        std::string codes[4];
        {
            std::vector<std::jthread> nodes;
            for (std::string& code : codes) {
                nodes.emplace_back([&] { code = open_code(bench, files); });
            }
        }
        for (const std::string& code : codes) {
            CHECK(code == "ok");
        }
        CHECK(numbers(bench, files, rows_of_second) == "2 3 ");
    });
}

TEST_CASE("migrate: a badly named or doubled file is a bug") {
    for_each_engine([](Bench& bench) {
        for (const char* name : {"1_a.sql", "0001.sql", "0001_a.txt", "abcd_a.sql", "0000_a.sql"}) {
            CAPTURE(name);
            CHECK_THROWS_AS(open_code(bench, {{name, "SELECT 1;"}}), Bug);
        }
        CHECK_THROWS_AS(open_code(bench, {first, {"0001_again.sql", "SELECT 1;"}}), Bug);
    });
}

}
}

#include "tests/conformance/engines.hpp"

#include "tests/support/postgresql_cluster.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>

namespace cohort::conformance {
namespace {

constexpr EmbeddedFile sqlite_files[] = {
    {"0001_items.sql",
     "CREATE TABLE items (item_id INTEGER PRIMARY KEY, number INTEGER, words TEXT, sealed BLOB) "
     "STRICT;"
     "CREATE TABLE counters (label TEXT NOT NULL PRIMARY KEY,"
     " count INTEGER NOT NULL CHECK (count >= 0)) STRICT;"},
};
constexpr EmbeddedFile postgresql_files[] = {
    {"0001_items.sql",
     "CREATE TABLE items (item_id BIGINT PRIMARY KEY, number BIGINT, words TEXT, sealed BYTEA);"
     "CREATE TABLE counters (label TEXT NOT NULL PRIMARY KEY,"
     " count BIGINT NOT NULL CHECK (count >= 0));"},
};

std::string fresh_folder() {
    auto pattern = (std::filesystem::temp_directory_path() / "cohort-db-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    return pattern;
}

}

std::span<const EmbeddedFile> test_migrations(Engine engine) {
    return engine == Engine::sqlite ? std::span<const EmbeddedFile>(sqlite_files)
                                    : std::span<const EmbeddedFile>(postgresql_files);
}

Bench::Bench(Engine engine) : engine_(engine) {
    if (engine == Engine::sqlite) {
        folder_ = fresh_folder();
        place_ = folder_ + "/cohort.sqlite";
    } else {
        place_ = test_support::PostgresqlCluster::shared().fresh_database();
    }
}

Bench::~Bench() {
    database_.reset();
    if (!folder_.empty()) {
        std::filesystem::remove_all(folder_);
    }
}

db::Database& Bench::database() {
    if (!database_) {
        auto opened = open(test_migrations(engine_));
        REQUIRE_MESSAGE(opened.ok(), (opened.ok() ? "" : opened.error().detail));
        database_ = std::move(opened).value();
    }
    return *database_;
}

Result<std::unique_ptr<db::Database>> Bench::open(db::Migrations migrations) {
    if (engine_ == Engine::sqlite) {
        return db::open_sqlite({.path = place_, .migrations = migrations});
    }
    return db::open_postgresql({.conninfo = place_, .connections = 4, .migrations = migrations});
}

void for_each_engine(const std::function<void(Bench&)>& test) {
    for (const Engine engine : {Engine::sqlite, Engine::postgresql}) {
        INFO("engine: ", std::string(engine == Engine::sqlite ? "sqlite" : "postgresql"));
        Bench bench(engine);
        test(bench);
    }
}

}

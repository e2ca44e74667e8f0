// How SQLite means to run every statement of every stage. A statement whose comment names an index
// uses it, and none reads the whole of a table. SQLite chooses without looking at the rows (nobody
// runs ANALYZE), so an empty database tells what happens on a list of ten thousand.
#include "tests/conformance/all_statements.hpp"
#include "tests/conformance/engines.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

#include <memory>
#include <set>
#include <string>
#include <string_view>

namespace cohort::conformance {
namespace {

using Handle = std::unique_ptr<sqlite3, decltype(&sqlite3_close)>;
using Statement = std::unique_ptr<sqlite3_stmt, decltype(&sqlite3_finalize)>;

Handle open(const std::string& path) {
    sqlite3* handle = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &handle) == SQLITE_OK);
    return {handle, &sqlite3_close};
}

// One step a line.
std::string plan_of(sqlite3* database, std::string_view statement) {
    const std::string asked = "EXPLAIN QUERY PLAN " + std::string(statement);
    sqlite3_stmt* handle = nullptr;
    REQUIRE(sqlite3_prepare_v2(database, asked.c_str(), -1, &handle, nullptr) == SQLITE_OK);
    const Statement explained(handle, &sqlite3_finalize);
    std::string plan;
    while (sqlite3_step(handle) == SQLITE_ROW) {
        plan += reinterpret_cast<const char*>(sqlite3_column_text(handle, 3));
        plan += '\n';
    }
    return plan;
}

// What "Index: …" in the comment names; empty where it names none.
std::string_view index_of(std::string_view statement) {
    constexpr std::string_view mark = "Index: ";
    const auto found = statement.find(mark);
    if (found == std::string_view::npos) {
        return {};
    }
    const std::string_view rest = statement.substr(found + mark.size());
    if (rest.starts_with("the primary key")) {
        return "PRIMARY KEY";
    }
    return rest.substr(0, rest.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"));
}

bool scans(std::string_view plan) {
    for (auto begin = plan.find("SCAN "); begin != std::string_view::npos;
         begin = plan.find("SCAN ", begin + 1)) {
        const std::string_view step = plan.substr(begin, plan.find('\n', begin) - begin);
        if (!step.contains(" USING ") && step != "SCAN CONSTANT ROW") {
            return true;
        }
    }
    return false;
}

// Small tables that are read as a whole.
const std::set<std::string_view> reads_all{
    "practice/any_key",
    "server/forget_nodes",
    "server/forget_other_shares",
    "server/forget_shares",
    "server/leave_gateways",
    "server/list_all_shares",
    "server/list_nodes",
    "server/read_time" // of no table
};

}

TEST_CASE("plans: a statement uses the index that its comment names, and scans no table") {
    Bench bench(Engine::sqlite);
    const auto migrated = bench.open(std::nullopt);
    REQUIRE(migrated.ok());
    const Handle database = open(bench.place());

    int named = 0;
    for (const db::Sql* sql : all_statements()) {
        const std::string plan = plan_of(database.get(), sql->sqlite);
        const std::string_view index = index_of(sql->sqlite);
        named += index.empty() ? 0 : 1;
        CHECK_MESSAGE(plan.contains(index), sql->name, " should use ", index, ", but:\n", plan);
        const bool allowed = reads_all.contains(sql->name);
        CHECK_MESSAGE((allowed || !scans(plan)), sql->name, " reads a whole table:\n", plan);
    }
    CHECK(named > 20);
}

}

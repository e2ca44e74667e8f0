#include "tests/scenarios/stored.hpp"

#include <doctest/doctest.h>
#include <sqlite3.h>

namespace cohort::scenarios {

std::int64_t stored(const std::filesystem::path& data, const std::string& query) {
    sqlite3* database = nullptr;
    sqlite3_stmt* statement = nullptr;
    const std::string file = (data / "cohort.db").string();
    REQUIRE(sqlite3_open_v2(file.c_str(), &database, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK);
    sqlite3_busy_timeout(database, 10'000);
    const int prepared = sqlite3_prepare_v2(database, query.c_str(), -1, &statement, nullptr);
    REQUIRE_MESSAGE(prepared == SQLITE_OK, sqlite3_errmsg(database));
    REQUIRE(sqlite3_step(statement) == SQLITE_ROW);
    const std::int64_t number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return number;
}

}

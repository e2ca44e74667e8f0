#include "platform/db/sqlite/reading.hpp"

namespace cohort::db::sqlite {
namespace {

const Sql begin_read{"begin", "BEGIN DEFERRED", ""};
const Sql end_read{"end", "ROLLBACK", ""};

}

Verdict read_once(SqliteConnection& connection, const ReadWork& work) {
    try {
        if (connection.fatal()) {
            throw Failure(*connection.fatal());
        }
        connection.run(begin_read, {}, {});
        Verdict verdict = run_read(work, connection);
        if (connection.in_transaction()) {
            connection.run(end_read, {}, {});
        }
        return verdict;
    } catch (const Failure& failure) {
        return {.outcome = failure.error()};
    }
}

}

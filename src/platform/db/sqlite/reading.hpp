#pragma once
// A read job in a transaction of its own, which keeps nothing.
#include "platform/db/sqlite/connection.hpp"

namespace cohort::db::sqlite {

// Does not throw.
Verdict read_once(SqliteConnection& connection, const ReadWork& work);

}

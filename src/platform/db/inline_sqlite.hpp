#pragma once
// SQLite without threads, for a simulation: a job runs at once on the thread of who asks for it, on
// the one connection there is, and its answer comes when the event loop turns. on_fatal is not
// called, and `readers` means nothing here.
#include "platform/db/database.hpp"

namespace cohort::db {

// Errors: those of open_sqlite.
Result<std::unique_ptr<Database>> open_inline_sqlite(const SqliteOptions& options);

}

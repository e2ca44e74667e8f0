#pragma once
// The time by which nodes that share a database judge shared rows: the database's own. It is asked
// now and then, and in between this machine's uptime says how much has passed; so a node's own
// clock, which may be minutes off or be set while we run, decides nothing (G24). Threads: any.
#include "base/uptime.hpp"
#include "platform/db/database.hpp"

#include <atomic>

namespace cohort::server {

class DatabaseClock final : public Clock {
public:
    explicit DatabaseClock(const Uptime& uptime) : uptime_(uptime) {}

    // Requires: it was set once.
    TimePoint now() const override;

    // Asks the database. An answer that took so long that it says nothing of now changes nothing;
    // that is no error. Errors: db.*.
    Task<Outcome> set_by(db::Database& database);
    // The same at start, blocking, and again until there is an answer that says something.
    Outcome set_now_by(db::Database& database);

private:
    void take(TimePoint told, Milliseconds asked_at, Milliseconds answered_at);

    const Uptime& uptime_;
    std::atomic<std::int64_t> began_at_ = 0; // the database's time when this machine came up
};

}

#pragma once
// Scheduling: when a bulk message starts. The row is the job: whoever first moves a due row from
// 'waiting' to 'released' starts it, in the same transaction as what the next stage does (hook), so
// it starts exactly once however many nodes look. Late by a moment; by at most poll_max when
// another node accepted it, and by a minute more when the clock has jumped (G21). Threads:
// `on_accepted` inside the caller's database job; `run` is one coroutine on the engine's executor.
#include "base/clock.hpp"
#include "base/uptime.hpp"
#include "flow/compose/compose.hpp"
#include "platform/db/database.hpp"
#include "platform/net/doorbell.hpp"
#include "platform/net/task.hpp"

#include <atomic>
#include <chrono>
#include <functional>

namespace cohort::schedule {

inline constexpr auto poll_max = std::chrono::milliseconds{500};

class Scheduling {
public:
    // Called inside the transaction that releases. An Error leaves the row waiting; it is tried
    // again.
    using OnDue =
        std::function<Outcome(db::Transaction&, PracticeId, BulkMessageId, TimePoint due)>;

    Scheduling(
        db::Database& database, const Clock& clock, const Uptime& uptime, OnDue on_due
    );

    // compose's hook: the bulk message waits for its time.
    Outcome on_accepted(db::Transaction& tx, const compose::BulkMessage& message) const;
    // Releases everything that is due. Returns how many.
    Task<Result<std::int64_t>> release_due();
    // release_due, again and again, until stop; not while the clock cannot be believed.
    Task<> run();

    // Whether the wall clock has gone on evenly of late: what has to be done at a time is not done
    // by a clock that has just jumped. Any thread.
    bool clock_is_sure() const { return clock_is_sure_; }

    void stop() {
        stopping_ = true;
        bell_.ring();
    }

private:
    Task<net::Duration> time_to_next();

    db::Database& database_;
    const Clock& clock_;
    const Uptime& uptime_;
    OnDue on_due_;
    mutable net::Doorbell bell_; // something was accepted
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> clock_is_sure_ = true;
};

}

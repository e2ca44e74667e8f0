#include "flow/schedule/schedule.hpp"

#include "flow/schedule/clock_watch.hpp"
#include "flow/schedule/sql.hpp"
#include "platform/log/log.hpp"

#include <algorithm>

namespace cohort::schedule {
namespace {

constexpr std::int64_t released_at_once_max = 100;

struct Due {
    PracticeId practice;
    BulkMessageId bulk_message;
    TimePoint due;
};

}

Scheduling::Scheduling(
    db::Database& database, const Clock& clock, const Uptime& uptime, OnDue on_due
)
    : database_(database), clock_(clock), uptime_(uptime), on_due_(std::move(on_due)) {}

Outcome Scheduling::on_accepted(db::Transaction& tx, const compose::BulkMessage& message) const {
    tx.run(sql::add_schedule, message.practice, message.id, message.send_at);
    tx.after_commit([this] { bell_.ring(); });
    return done();
}

Task<Result<std::int64_t>> Scheduling::release_due() {
    const TimePoint now = clock_.now();
    const auto find = [now](db::Snapshot& at) -> Result<std::vector<Due>> {
        return at.all(
            sql::find_due,
            [](const db::Row& row) {
                return Due{row.id<PracticeId>(0), row.id<BulkMessageId>(1), row.time(2)};
            },
            now,
            released_at_once_max
        );
    };
    COHORT_CO_TRY(due, co_await database_.read(find));
    std::int64_t released = 0;
    for (const Due& one : due) {
        const auto release = [this, one, now](db::Transaction& tx) -> Result<bool> {
            if (tx.run(sql::release, one.practice, one.bulk_message, now) == 0) {
                return false; // another node was first
            }
            COHORT_CHECK(on_due_(tx, one.practice, one.bulk_message, one.due));
            return true;
        };
        const Result<bool> outcome = co_await database_.write(release);
        if (outcome.ok()) {
            released += *outcome ? 1 : 0;
            continue;
        }
        log::error(
            "release_failed",
            {{"bulk_message_id", one.bulk_message.value},
             {"code", outcome.error().code},
             {"detail", outcome.error().detail}}
        );
    }
    co_return released;
}

Task<net::Duration> Scheduling::time_to_next() {
    const auto find = [](db::Snapshot& at) -> Result<std::optional<TimePoint>> {
        return at.one(sql::find_next_start, [](const db::Row& row) { return row.time(0); });
    };
    const auto next = co_await database_.read(find);
    if (!next.ok() || !*next || **next <= clock_.now()) { // due, and could not be released
        co_return poll_max;
    }
    co_return std::min<net::Duration>(**next - clock_.now(), poll_max);
}

Task<> Scheduling::run() {
    ClockWatch watch;
    while (!stopping_) {
        watch.look(clock_.now(), uptime_.now());
        clock_is_sure_ = watch.is_sure();
        if (const auto jump = watch.jumped()) {
            log::warn("clock_jumped", {{"seconds", jump->count() / 1000}});
        }
        if (!watch.is_sure()) {
            co_await bell_.wait(poll_max);
            continue;
        }
        const auto released = co_await release_due();
        if (!released.ok()) {
            log::warn(
                "schedule_look_failed",
                {{"code", released.error().code}, {"detail", released.error().detail}}
            );
        }
        if (released.value_or(0) == 0) {
            co_await bell_.wait(co_await time_to_next());
        }
    }
}

}

#include "server/database_clock.hpp"

#include "server/sql.hpp"

namespace cohort::server {
namespace {

// The answer is right by half of the time it took.
constexpr auto answer_most = std::chrono::milliseconds{500};
constexpr int tries_most = 20;

Result<TimePoint> read_time(db::Snapshot& at) {
    return at.one(sql::read_time, [](const db::Row& row) { return row.time(0); }).value();
}

}

TimePoint DatabaseClock::now() const {
    const std::int64_t began_at = began_at_;
    COHORT_ENSURE(began_at != 0, "the clock is set before it is asked");
    return TimePoint{Milliseconds{began_at}} + uptime_.now();
}

void DatabaseClock::take(TimePoint told, Milliseconds asked_at, Milliseconds answered_at) {
    if (answered_at - asked_at <= answer_most) {
        const Milliseconds then = (asked_at + answered_at) / 2;
        began_at_ = (told - then).time_since_epoch().count();
    }
}

Task<Outcome> DatabaseClock::set_by(db::Database& database) {
    const Milliseconds asked_at = uptime_.now();
    COHORT_CO_TRY(told, co_await database.read(read_time));
    take(told, asked_at, uptime_.now());
    co_return done();
}

Outcome DatabaseClock::set_now_by(db::Database& database) {
    for (int tries = 0; began_at_ == 0; ++tries) {
        if (tries == tries_most) {
            return Error{ErrorKind::unavailable, "db.unavailable", "too slow to tell the time"};
        }
        const Milliseconds asked_at = uptime_.now();
        COHORT_TRY(told, database.read_now(read_time));
        take(told, asked_at, uptime_.now());
    }
    return done();
}

}

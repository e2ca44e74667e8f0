// The sweep of what ran out of time: whatever still waits when a sending's latest instant has
// passed is not sent any more, and says so (G23). It can be run twice, at any time.
#include "flow/send/earlier.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/move_all.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

struct Overdue {
    PracticeId practice;
    BulkMessageId id;
};

// Planned, queued and leased messages of one that is overdue.
struct Waiting {
    bool paused;
    std::int64_t of[3];
};

constexpr MessageState states[] = {
    MessageState::planned, MessageState::queued, MessageState::leased
};

// Nothing where it was ended, stopped or given more time since it was found.
std::optional<Waiting> load_overdue(db::Snapshot& at, const Overdue& one, TimePoint now) {
    return at.one(
        sql::load_overdue,
        [](const db::Row& row) {
            return Waiting{
                row.text(0) == "paused", {row.integer(1), row.integer(2), row.integer(3)}
            };
        },
        one.practice,
        one.id,
        now
    );
}

void expire(db::Transaction& tx, const Overdue& one, const Waiting& waiting, TimePoint now) {
    const std::string_view reason = waiting.paused ? "message.too_late_paused" : "message.too_late";
    CountChange counts;
    for (std::size_t i = 0; i < std::size(states); ++i) {
        // A count of planned messages may be of some that are not made yet: made, they are expired.
        if (waiting.of[i] > 0) {
            restore_uncertain(tx, one.practice, one.id, states[i], counts, now);
            move_all(
                tx,
                sql::expire,
                one.practice,
                one.id,
                states[i],
                MessageState::expired,
                counts,
                reason,
                now
            );
        }
    }
    const std::int64_t expired = counts.of(MessageState::expired);
    if (expired > 0) {
        note_event(tx, one.practice, one.id, "expired", "", expired, now);
    }
    counts.apply(tx, one.practice, one.id, now);
}

}

Task<Outcome> Sending::expire_overdue() {
    const auto find = [this](db::Snapshot& at) -> Result<std::vector<Overdue>> {
        return at.all(
            sql::find_overdue,
            [](const db::Row& row) {
                return Overdue{row.id<PracticeId>(0), row.id<BulkMessageId>(1)};
            },
            deps_.clock.now()
        );
    };
    COHORT_CO_TRY(overdue, co_await deps_.database.read(find));
    for (const Overdue& one : overdue) {
        const auto let_expire = [this, one](db::Transaction& tx) -> Outcome {
            const TimePoint now = deps_.clock.now();
            lock_sending(tx, one.practice, one.id);
            if (const auto waiting = load_overdue(tx, one, now)) {
                expire(tx, one, *waiting, now);
            }
            return done();
        };
        COHORT_CO_CHECK(co_await deps_.database.write(let_expire));
    }
    co_return done();
}

}

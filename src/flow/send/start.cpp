// Starting a sending when its time comes, or when somebody first looks after it came (G22).
#include "flow/send/start.hpp"

#include "domain/limits.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/permit.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

// People are told of more than this; a look at what is due takes half a second.
constexpr auto on_time_most = std::chrono::minutes{1};

}

Start decide_start(TimePoint due, TimePoint now, bool open) {
    if (now <= due + on_time_most) {
        return Start::on_time;
    }
    return open && now <= due + domain::limits::start_late_max ? Start::late : Start::missed;
}

Outcome Sending::on_due(
    db::Transaction& tx, PracticeId practice_id, BulkMessageId id, TimePoint due
) const {
    COHORT_TRY(practice, deps_.practices.load(tx, practice_id));
    lock_sending(tx, practice_id, id);
    const TimePoint now = deps_.clock.now();
    const Terms terms = load_terms(tx, practice_id, id);
    const Start start = decide_start(due, now, is_open_for(practice, terms, now));
    const bool missed = start == Start::missed;
    if (tx.run(missed ? sql::miss_start : sql::start_sending, practice_id, id, now) == 0) {
        return done();
    }
    tx.after_commit([inside = inside_.get()] { inside->something_to_make.ring(); });
    const char* what = missed ? "missed" : start == Start::late ? "started_late" : "started";
    note_event(tx, practice_id, id, what, "", 0, now);
    if (tx.run(sql::end_when_done, practice_id, id, now) == 1) {
        note_event(tx, practice_id, id, "ended", "", 0, now);
    }
    return done();
}

}

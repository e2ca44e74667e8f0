// What people do to a sending: stop it, try the failed ones again.
#include "flow/send/counts.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

Error not_found() {
    return {ErrorKind::not_found, "bulk_message.not_found"};
}

bool exists(db::Snapshot& at, PracticeId practice, BulkMessageId id) {
    return at.one(sql::load_cursor, [](const db::Row&) { return true; }, practice, id).has_value();
}

// Moves the rows of `statement` and counts them by the state they were in.
CountChange move_all(
    db::Transaction& tx,
    const db::Sql& statement,
    PracticeId practice,
    BulkMessageId id,
    MessageState from,
    MessageState to,
    TimePoint now
) {
    CountChange change;
    const auto moved = tx.run(statement, practice, id, text(from), now);
    if (moved > 0) {
        change.move(from, to, moved);
    }
    return change;
}

}

Result<std::int64_t> Sending::stop_bulk_message(
    db::Transaction& tx, const practice::Actor& actor, BulkMessageId id
) const {
    const TimePoint now = deps_.clock.now();
    if (tx.run(sql::stop_sending, actor.practice, id, now) == 0) {
        return exists(tx, actor.practice, id) ? Result<std::int64_t>(0) : not_found();
    }
    std::int64_t cancelled = 0;
    // What a worker holds is taken from it here: its mark finds the row no longer leased.
    for (const MessageState from :
         {MessageState::planned, MessageState::queued, MessageState::leased, MessageState::held}) {
        const CountChange change =
            move_all(tx, sql::cancel, actor.practice, id, from, MessageState::cancelled, now);
        cancelled += change.of(MessageState::cancelled);
        change.apply(tx, actor.practice, id, now);
    }
    note_event(tx, actor.practice, id, "stopped", actor.name, cancelled, now);
    practice::audit(tx, actor, "bulk_message.stopped", id.text(), now, deps_.random);
    return cancelled;
}

Result<std::int64_t>
Sending::try_again(db::Transaction& tx, const practice::Actor& actor, BulkMessageId id) const {
    if (!exists(tx, actor.practice, id)) {
        return not_found();
    }
    lock_sending(tx, actor.practice, id);
    const TimePoint now = deps_.clock.now();
    std::int64_t queued = 0;
    // The sending is open again before its messages are, so that it does not end in between.
    for (const MessageState from : {MessageState::failed, MessageState::refused}) {
        const CountChange change =
            move_all(tx, sql::queue_again, actor.practice, id, from, MessageState::queued, now);
        if (change.empty()) {
            continue;
        }
        tx.run(sql::reopen_sending, actor.practice, id, now, now + attempts_life);
        queued += change.of(MessageState::queued);
        change.apply(tx, actor.practice, id, now);
    }
    if (queued == 0) {
        return Error{ErrorKind::conflict, "bulk_message.nothing_failed"};
    }
    note_event(tx, actor.practice, id, "tried_again", actor.name, queued, now);
    practice::audit(tx, actor, "bulk_message.tried_again", id.text(), now, deps_.random);
    return queued;
}

}

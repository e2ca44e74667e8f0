// What people do to a sending while it is open: stop it, pause it, let it go on, take it back
// before its time.
#include "flow/send/cursor.hpp"
#include "flow/send/earlier.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/move_all.hpp"
#include "flow/send/sql.hpp"
#include "practice/allowance.hpp"

namespace cohort::send {
namespace {

// It was not as the press took it to be: somebody else was first, or it came to its end.
Result<Pressed> nothing_done(db::Snapshot& at, PracticeId practice, BulkMessageId id) {
    if (!load_cursor(at, practice, id)) {
        return bulk_message_not_found();
    }
    return Pressed{.did_something = false, .messages = 0};
}

// Returns whom it keeps the message from. What a worker holds is taken from it here: its mark finds
// the row no longer leased. What may have arrived by an earlier attempt is not said to have been
// stopped. What was taken of the practice's allowance is given back; not for those whose messages
// are not made yet, for nobody knows yet which of them have a mobile.
Result<std::int64_t> cancel_all(
    db::Transaction& tx,
    const compose::Composing& composing,
    PracticeId practice,
    BulkMessageId id,
    TimePoint now
) {
    CountChange counts;
    for (const MessageState from :
         {MessageState::planned, MessageState::queued, MessageState::leased, MessageState::held}) {
        restore_uncertain(tx, practice, id, from, counts, now);
        move_all(tx, sql::cancel, practice, id, from, MessageState::cancelled, counts, now);
    }
    counts.apply(tx, practice, id, now);
    const std::int64_t cancelled = counts.of(MessageState::cancelled);
    COHORT_TRY(message, composing.load(tx, practice, id));
    if (message.content.channel == Channel::sms) {
        practice::give_back_texts(tx, practice, message.send_at, cancelled);
    }
    // What is not made yet is born cancelled.
    return cancelled + count_waiting(tx, practice, id);
}

}

Result<Pressed> Sending::stop_bulk_message(
    db::Transaction& tx, const practice::Actor& actor, BulkMessageId id
) const {
    const TimePoint now = deps_.clock.now();
    if (tx.run(sql::stop_sending, actor.practice, id, now) == 0) {
        return nothing_done(tx, actor.practice, id);
    }
    COHORT_TRY(cancelled, cancel_all(tx, deps_.composing, actor.practice, id, now));
    note_event(tx, actor.practice, id, "stopped", actor.name, cancelled, now);
    practice::audit(tx, actor, "bulk_message.stopped", id.text(), now, deps_.random);
    return Pressed{.did_something = true, .messages = cancelled};
}

Result<Pressed> Sending::pause_bulk_message(
    db::Transaction& tx, const practice::Actor& actor, BulkMessageId id
) const {
    const TimePoint now = deps_.clock.now();
    if (tx.run(sql::pause_sending, actor.practice, id, now) == 0) {
        return nothing_done(tx, actor.practice, id);
    }
    CountChange counts;
    counts.move(
        MessageState::leased,
        MessageState::queued,
        tx.run(sql::take_leases, actor.practice, id, now)
    );
    counts.apply(tx, actor.practice, id, now);
    const std::int64_t waiting = count_waiting(tx, actor.practice, id);
    note_event(tx, actor.practice, id, "paused", actor.name, waiting, now);
    practice::audit(tx, actor, "bulk_message.paused", id.text(), now, deps_.random);
    return Pressed{.did_something = true, .messages = waiting};
}

Result<Pressed> Sending::resume_bulk_message(
    db::Transaction& tx, const practice::Actor& actor, BulkMessageId id
) const {
    const TimePoint now = deps_.clock.now();
    if (tx.run(sql::resume_sending, actor.practice, id, now) == 0) {
        return nothing_done(tx, actor.practice, id);
    }
    const std::int64_t waiting = count_waiting(tx, actor.practice, id);
    note_event(tx, actor.practice, id, "resumed", actor.name, waiting, now);
    practice::audit(tx, actor, "bulk_message.resumed", id.text(), now, deps_.random);
    return Pressed{.did_something = true, .messages = waiting};
}

Result<std::optional<DraftId>>
Sending::take_back(db::Transaction& tx, const practice::Actor& actor, BulkMessageId id) const {
    const TimePoint now = deps_.clock.now();
    if (tx.run(sql::take_back_sending, actor.practice, id, now) == 0) {
        COHORT_CHECK(nothing_done(tx, actor.practice, id));
        return std::optional<DraftId>();
    }
    COHORT_TRY(cancelled, cancel_all(tx, deps_.composing, actor.practice, id, now));
    note_event(tx, actor.practice, id, "taken_back", actor.name, cancelled, now);
    practice::audit(tx, actor, "bulk_message.taken_back", id.text(), now, deps_.random);
    COHORT_TRY(draft, deps_.composing.start_from(tx, actor, id));
    return std::optional(draft);
}

}

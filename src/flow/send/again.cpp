// 'Try sending message again': those who certainly have not got it, and by a tick each those who
// may have.
#include "flow/send/cursor.hpp"
#include "flow/send/earlier.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/move_all.hpp"
#include "flow/send/sql.hpp"
#include "practice/allowance.hpp"

namespace cohort::send {
namespace {

// How many were queued again, by what was known of them.
struct Queued {
    std::int64_t failed = 0; // and refused and expired
    std::int64_t unreceipted = 0;
    std::int64_t unconfirmed = 0;

    std::int64_t all() const { return failed + unreceipted + unconfirmed; }
};

// What the timeline and the audit say of it.
void note_queued(
    db::Transaction& tx,
    const practice::Actor& actor,
    BulkMessageId id,
    const Queued& queued,
    TimePoint now,
    Random& random
) {
    struct Line {
        const char* what;
        std::int64_t messages;
    };

    std::string counts;
    for (const Line& line :
         {Line{"tried_again", queued.failed},
          Line{"tried_unreceipted", queued.unreceipted},
          Line{"tried_unconfirmed", queued.unconfirmed}}) {
        counts += std::string(" ") + line.what + "=" + std::to_string(line.messages);
        if (line.messages > 0) {
            note_event(tx, actor.practice, id, line.what, actor.name, line.messages, now);
        }
    }
    practice::audit(tx, actor, "bulk_message.tried_again", id.text() + counts, now, random);
}

}

Result<std::int64_t> Sending::try_again(
    db::Transaction& tx, const practice::Actor& actor, BulkMessageId id, const AlsoTry& also
) const {
    lock_sending(tx, actor.practice, id);
    const auto cursor = load_cursor(tx, actor.practice, id);
    if (!cursor) {
        return bulk_message_not_found();
    }
    // What is not made yet is born stopped, and must not be born into a sending that goes on.
    if (cursor->state == "stopped" && cursor->expanded_to < cursor->last_position) {
        return Error{ErrorKind::conflict, "bulk_message.still_stopping"};
    }
    COHORT_TRY(practice, deps_.practices.load(tx, actor.practice));
    const TimePoint now = deps_.clock.now();
    // A press that finds nothing leaves nothing behind, because an Error undoes it.
    tx.run(sql::reopen_sending, actor.practice, id, now, latest_of(practice, now));
    // Only what is so at this commit: a receipt that came first has moved its message on.
    CountChange counts;
    const auto queue = [&](MessageState from) {
        return move_all(
            tx, sql::queue_again, actor.practice, id, from, MessageState::queued, counts, now
        );
    };
    note_failures(tx, actor.practice, id);
    Queued queued;
    for (const MessageState from :
         {MessageState::failed, MessageState::refused, MessageState::expired}) {
        queued.failed += queue(from);
    }
    queued.unreceipted = also.no_receipt ? queue(MessageState::no_receipt) : 0;
    queued.unconfirmed = also.not_confirmed ? queue(MessageState::in_doubt) : 0;
    if (queued.all() == 0) {
        return Error{ErrorKind::conflict, "bulk_message.nothing_failed"};
    }
    if (cursor->channel == Channel::sms) {
        COHORT_CHECK(practice::use_texts(tx, actor.practice, now, queued.all()));
    }
    counts.apply(tx, actor.practice, id, now);
    note_queued(tx, actor, id, queued, now, deps_.random);
    return queued.all();
}

}

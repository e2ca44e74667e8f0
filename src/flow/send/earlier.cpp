#include "flow/send/earlier.hpp"

#include "flow/send/move_all.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {

std::optional<MayHaveArrived> earlier_may_have_arrived(db::Snapshot& at, const AttemptKey& key) {
    if (key.attempt.value == 1) {
        return std::nullopt;
    }
    return at.one(
        sql::find_uncertain,
        [](const db::Row& row) {
            return row.text(0) == "in_doubt"
                       ? MayHaveArrived{MessageState::in_doubt, "message.outcome_unknown"}
                       : MayHaveArrived{MessageState::no_receipt, "message.no_receipt"};
        },
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt
    );
}

void note_failures(db::Transaction& tx, PracticeId practice, BulkMessageId id) {
    tx.run(sql::note_failures, practice, id);
}

void restore_uncertain(
    db::Transaction& tx,
    PracticeId practice,
    BulkMessageId id,
    MessageState from,
    CountChange& counts,
    TimePoint now
) {
    // Hardly ever: then the messages need not be looked through.
    const auto any = [](const db::Row&) { return true; };
    if (!tx.one(sql::any_tried_knowingly, any, practice, id)) {
        return;
    }
    move_all(tx, sql::restore_doubt, practice, id, from, MessageState::in_doubt, counts, now);
    move_all(tx, sql::restore_silence, practice, id, from, MessageState::no_receipt, counts, now);
}

}

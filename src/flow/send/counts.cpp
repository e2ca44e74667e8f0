#include "flow/send/counts.hpp"

#include "flow/send/sql.hpp"

#include <vector>

namespace cohort::send {

void lock_sending(db::Transaction& tx, PracticeId practice, BulkMessageId id) {
    tx.each(sql::lock_sending, [](const db::Row&) {}, practice, id);
}

void lock_sendings(db::Transaction& tx, const std::set<SendingKey>& sendings) {
    for (const auto& [practice, id] : sendings) {
        lock_sending(tx, practice, id);
    }
}

void CountChange::apply(db::Transaction& tx, PracticeId practice, BulkMessageId id, TimePoint now)
    const {
    using enum MessageState;
    if (empty()) {
        return;
    }
    tx.run(
        sql::change_counts,
        practice,
        id,
        now,
        of(planned),
        of(queued),
        of(leased),
        of(attempting),
        of(accepted),
        of(delivered),
        of(failed),
        of(refused),
        of(in_doubt),
        of(no_receipt),
        of(skipped),
        of(cancelled),
        of(expired),
        of(held)
    );
    if (tx.run(sql::end_when_done, practice, id, now) == 1) {
        note_event(tx, practice, id, "ended", "", 0, now);
    }
}

void note_event(
    db::Transaction& tx,
    PracticeId practice,
    BulkMessageId id,
    std::string_view what,
    std::string_view actor,
    std::int64_t messages,
    TimePoint now
) {
    tx.run(sql::add_event, practice, id, now, what, actor, messages);
}

domain::StateCounts read_counts(const db::Row& row, int first) {
    domain::StateCounts counts;
    for (const MessageState state : domain::message_states_all) {
        counts[state] = row.integer(first + static_cast<int>(state));
    }
    return counts;
}

}

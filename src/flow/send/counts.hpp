#pragma once
// The counts of a sending, changed in the same transaction as the messages they count. The schema's
// CHECK refuses a transaction whose counts do not add up to the list (G6).
#include "domain/bulk_state.hpp"
#include "flow/send/gateway.hpp"
#include "platform/db/database.hpp"

#include <map>
#include <set>
#include <utility>

namespace cohort::send {

using domain::MessageState;

using SendingKey = std::pair<PracticeId, BulkMessageId>;

// Every transaction that changes messages locks their sendings before it reads anything about them,
// all at once and in this order: on PostgreSQL others write at the same time, and what was read
// must still hold when the counts are changed.
void lock_sending(db::Transaction& tx, PracticeId practice, BulkMessageId id);
void lock_sendings(db::Transaction& tx, const std::set<SendingKey>& sendings);

class CountChange {
public:
    void move(MessageState from, MessageState to, std::int64_t messages = 1) {
        change_[from] -= messages;
        change_[to] += messages;
    }

    bool empty() const { return change_ == domain::StateCounts{}; }

    std::int64_t of(MessageState state) const { return change_[state]; }

    // Also ends the sending when nothing of it is open any more, and notes that in its timeline.
    void apply(db::Transaction& tx, PracticeId practice, BulkMessageId id, TimePoint now) const;

private:
    domain::StateCounts change_;
};

// The changes of several sendings, applied once each, after all rows of a transaction have moved.
class CountChanges {
public:
    CountChange& of(const AttemptKey& key) { return changes_[{key.practice, key.bulk_message}]; }

    void apply(db::Transaction& tx, TimePoint now) const {
        for (const auto& [sending, change] : changes_) {
            change.apply(tx, sending.first, sending.second, now);
        }
    }

private:
    std::map<SendingKey, CountChange> changes_;
};

// One line of the timeline.
void note_event(
    db::Transaction& tx,
    PracticeId practice,
    BulkMessageId id,
    std::string_view what,
    std::string_view actor,
    std::int64_t messages,
    TimePoint now
);

// The fourteen counts, from column `first` on, in the order of domain::message_states_all.
domain::StateCounts read_counts(const db::Row& row, int first);

}

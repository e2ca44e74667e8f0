#include "flow/send/outcomes.hpp"

#include "flow/send/attempt_rows.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/decide.hpp"
#include "flow/send/earlier.hpp"
#include "flow/send/late_end.hpp"
#include "flow/send/sql.hpp"

#include <map>
#include <utility>

namespace cohort::send {
namespace {

// What an attempt of it that ends now meets.
Before before_end(db::Snapshot& at, const SendingKey& key) {
    const auto found = at.one(
        sql::load_end_rules,
        [](const db::Row& row) {
            return Before{MessageState::attempting, row.time(0), row.text(1) == "stopped"};
        },
        key.first,
        key.second
    );
    COHORT_ENSURE(found.has_value(), "a sending that has attempts has started");
    return *found;
}

std::int64_t tries_before(db::Snapshot& at, const AttemptKey& key, std::string_view reason) {
    return at
        .one(
            sql::count_tries,
            [](const db::Row& row) { return row.integer(0); },
            key.practice,
            key.bulk_message,
            key.position,
            key.attempt,
            reason
        )
        .value_or(0);
}

// It has not arrived by this attempt; that it may have by an earlier one is what stands.
Decision with_earlier(db::Snapshot& at, const AttemptKey& key, Decision decision) {
    using enum MessageState;
    if (decision.state != refused && decision.state != expired && decision.state != cancelled) {
        return decision;
    }
    auto earlier = earlier_may_have_arrived(at, key);
    return earlier ? Decision{earlier->state, std::move(earlier->reason), std::nullopt}
                   : std::move(decision);
}

// Another node may have marked the same attempt, when ours never was.
bool is_marked(db::Snapshot& at, NodeId node, const AttemptKey& key) {
    return at
        .one(
            sql::is_marked,
            [](const db::Row&) { return true; },
            key.practice,
            key.bulk_message,
            key.position,
            key.attempt,
            node
        )
        .has_value();
}

// Stores how it ended, and moves the message and its count. Where the message does not wait for
// this end any more, it is a late one.
void store_one(
    db::Transaction& tx,
    std::string_view gateway_id,
    const EndedAttempt& ended,
    const Before& before,
    TimePoint now,
    CountChange& counts
) {
    const AttemptKey& key = ended.key;
    const AttemptOutcome& outcome = ended.outcome;
    Before met = before;
    if (counts_tries(outcome)) {
        met.tries_before = tries_before(tx, key, reason_of(outcome));
    }
    const Decision decision = with_earlier(tx, key, decide(met, outcome, key, now));
    const auto moved = tx.run(
        sql::end_message,
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt,
        text(decision.state),
        text_or_null(decision.reason),
        decision.due_at.value_or(now),
        now
    );
    if (moved == 0) {
        store_late_end(tx, gateway_id, ended, now, counts);
        return;
    }
    counts.move(MessageState::attempting, decision.state);
    store_attempt(tx, gateway_id, ended, now);
}

}

std::vector<std::string_view> store_outcomes(
    db::Transaction& tx,
    NodeId node,
    std::string_view gateway_id,
    const std::vector<EndedAttempt>& ended,
    TimePoint now
) {
    struct Change {
        Before before;
        CountChange counts;
    };

    std::map<SendingKey, Change> changes;
    std::vector<std::string_view> references;
    for (const EndedAttempt& one : ended) {
        if (one.mark == EndedAttempt::Mark::unknown && !is_marked(tx, node, one.key)) {
            continue; // it never began
        }
        const SendingKey sending{one.key.practice, one.key.bulk_message};
        auto change = changes.find(sending);
        if (change == changes.end()) {
            change = changes.emplace(sending, Change{before_end(tx, sending), {}}).first;
        }
        if (const auto* accepted = std::get_if<Accepted>(&one.outcome)) {
            references.insert(
                references.end(),
                accepted->provider_references.begin(),
                accepted->provider_references.end()
            );
        }
        store_one(tx, gateway_id, one, change->second.before, now, change->second.counts);
    }
    for (const auto& [sending, change] : changes) {
        change.counts.apply(tx, sending.first, sending.second, now);
    }
    return references;
}

}

#include "flow/send/late_end.hpp"

#include "flow/send/decide.hpp"
#include "flow/send/earlier.hpp"
#include "flow/send/parts.hpp"
#include "flow/send/sql.hpp"

#include <algorithm>
#include <string>

namespace cohort::send {
namespace {

// What receipts said of an attempt while it was in doubt, by the names they brought along.
struct Heard {
    std::string reference;
    std::string says;
    std::string reason;
};

// The answer came after all, and knows all of the attempt's names: what was pieced together from
// its receipts gives way to it, and what they said stays.
void store_accepted_late(
    db::Transaction& tx, std::string_view gateway_id, const EndedAttempt& ended, TimePoint now
) {
    const AttemptKey& key = ended.key;
    const auto heard = tx.all(
        sql::list_heard,
        [](const db::Row& row) {
            return Heard{
                std::string(row.text(0)), std::string(row.text(1)), std::string(row.text(2))
            };
        },
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt
    );
    tx.run(sql::remove_adopted, key.practice, key.bulk_message, key.position, key.attempt);
    store_attempt(tx, gateway_id, ended, now);
    const auto& references = std::get<Accepted>(ended.outcome).provider_references;
    for (const Heard& one : heard) {
        const auto part = std::ranges::find(references, one.reference);
        if (part != references.end()) {
            tx.run(
                sql::hear_part,
                key.practice,
                key.bulk_message,
                key.position,
                key.attempt,
                static_cast<std::int64_t>(part - references.begin() + 1),
                std::string_view(one.says),
                text_or_null(one.reason)
            );
        }
    }
}

// Now that all parts have names, one that was said to have failed counts.
void hear_failures(db::Transaction& tx, const AttemptKey& key, TimePoint now, CountChange& counts) {
    const auto heard = decide_on_receipt(MessageState::accepted, hear_parts(tx, key), true);
    if (!heard || heard->state != MessageState::failed) {
        return;
    }
    tx.run(
        sql::settle_message,
        key.practice,
        key.bulk_message,
        key.position,
        text(heard->state),
        text_or_null(heard->reason),
        now
    );
    counts.move(MessageState::accepted, MessageState::failed);
}

}

void store_late_end(
    db::Transaction& tx,
    std::string_view gateway_id,
    const EndedAttempt& ended,
    TimePoint now,
    CountChange& counts
) {
    const AttemptKey& key = ended.key;
    const AttemptOutcome& outcome = ended.outcome;
    if (std::holds_alternative<Accepted>(outcome)) {
        store_accepted_late(tx, gateway_id, ended, now);
        const auto accepted = tx.run(
            sql::accept_doubted, key.practice, key.bulk_message, key.position, key.attempt, now
        );
        if (accepted == 1) {
            counts.move(MessageState::in_doubt, MessageState::accepted);
            hear_failures(tx, key, now, counts);
        }
        return;
    }
    store_attempt(tx, gateway_id, ended, now);
    if (std::holds_alternative<InDoubt>(outcome)) {
        return;
    }
    if (earlier_may_have_arrived(tx, key)) {
        return; // not by this attempt, but perhaps by an earlier one: it stays in doubt
    }
    const auto failed = tx.run(
        sql::fail_doubted,
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt,
        reason_of(outcome),
        now
    );
    if (failed == 1) {
        counts.move(MessageState::in_doubt, MessageState::failed);
    }
}

}

#include "flow/send/outcomes.hpp"

#include "flow/send/counts.hpp"
#include "flow/send/decide.hpp"
#include "flow/send/parts.hpp"
#include "flow/send/sql.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace cohort::send {
namespace {

using SendingKey = std::pair<PracticeId, BulkMessageId>;

struct Words {
    std::string_view outcome;
    std::optional<std::string_view> reason;
    std::optional<std::string_view> detail;
};

Words words_of(const AttemptOutcome& outcome) {
    if (const auto* end = std::get_if<NotSent>(&outcome)) {
        return {"not_sent", end->reason, end->detail};
    }
    if (const auto* end = std::get_if<Refused>(&outcome)) {
        return {"refused", end->reason, end->detail};
    }
    if (const auto* end = std::get_if<InDoubt>(&outcome)) {
        return {"in_doubt", end->reason, end->detail};
    }
    return {"accepted", std::nullopt, std::nullopt};
}

std::optional<std::string_view> text_or_null(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(std::string_view(text));
}

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

// Its row, or of what was accepted in parts a row each.
void store_attempt(
    db::Transaction& tx, std::string_view gateway_id, const EndedAttempt& ended, TimePoint now
) {
    const auto& [key, outcome] = ended;
    const Words words = words_of(outcome);
    const auto store = [&](std::int64_t part,
                           std::int64_t parts,
                           std::optional<std::string_view> provider_reference) {
        tx.run(
            sql::add_attempt,
            key.practice,
            key.bulk_message,
            key.position,
            key.attempt,
            part,
            parts,
            gateway_id,
            now,
            words.outcome,
            words.reason,
            words.detail,
            provider_reference
        );
    };
    const auto* accepted = std::get_if<Accepted>(&outcome);
    if (accepted == nullptr) {
        store(1, 1, std::nullopt);
        return;
    }
    const auto parts = static_cast<std::int64_t>(accepted->provider_references.size());
    std::int64_t part = 0;
    for (const std::string& reference : accepted->provider_references) {
        store(++part, parts, reference);
    }
}

// What receipts said of an attempt while it was in doubt, by the names they brought along.
struct Heard {
    std::string reference;
    std::string says;
    std::string reason;
};

// The answer came after all, and knows all of the attempt's names: what was pieced together from
// its receipts gives way to it, and what they said stays.
void store_late_answer(
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

// Stores how it ended, and moves the message and its count, if it still waits for this end. One
// that a sweep stated as in doubt meanwhile is accepted after all when the gateway says so, and
// stays in doubt otherwise.
void store_one(
    db::Transaction& tx,
    std::string_view gateway_id,
    const EndedAttempt& ended,
    const Before& before,
    TimePoint now,
    CountChange& counts
) {
    const auto& [key, outcome] = ended;
    Before met = before;
    if (counts_tries(outcome)) {
        met.tries_before = tries_before(tx, key, words_of(outcome).reason.value_or(""));
    }
    const Decision decision = decide(met, outcome, key, now);
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
    if (moved == 1) {
        counts.move(MessageState::attempting, decision.state);
        store_attempt(tx, gateway_id, ended, now);
        return;
    }
    if (std::holds_alternative<InDoubt>(outcome)) {
        store_attempt(tx, gateway_id, ended, now);
        return;
    }
    if (!std::holds_alternative<Accepted>(outcome)) {
        store_attempt(tx, gateway_id, ended, now);
        if (tx.run(
                sql::fail_doubted,
                key.practice,
                key.bulk_message,
                key.position,
                key.attempt,
                words_of(outcome).reason,
                now
            )
            == 1) {
            counts.move(MessageState::in_doubt, MessageState::failed);
        }
        return;
    }
    store_late_answer(tx, gateway_id, ended, now);
    if (tx.run(sql::accept_doubted, key.practice, key.bulk_message, key.position, key.attempt, now)
        == 0) {
        return;
    }
    counts.move(MessageState::in_doubt, MessageState::accepted);
    // Now that all parts have names, one that was said to have failed counts.
    const auto heard = decide_on_receipt(MessageState::accepted, hear_parts(tx, key), true);
    if (heard && heard->state == MessageState::failed) {
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

}

std::vector<std::string_view> store_outcomes(
    db::Transaction& tx,
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

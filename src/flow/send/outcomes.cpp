#include "flow/send/outcomes.hpp"

#include "flow/send/counts.hpp"
#include "flow/send/decide.hpp"
#include "flow/send/sql.hpp"

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

// Moves the message and its count, if it still waits for this end. One that a sweep stated as in
// doubt meanwhile is accepted after all when the gateway says so, and stays in doubt otherwise.
void move_message(
    db::Transaction& tx,
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
        return;
    }
    const bool accepted = std::holds_alternative<Accepted>(outcome);
    if (accepted
        && tx.run(
               sql::accept_doubted, key.practice, key.bulk_message, key.position, key.attempt, now
           ) == 1) {
        counts.move(MessageState::in_doubt, MessageState::accepted);
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
        store_attempt(tx, gateway_id, one, now);
        if (const auto* accepted = std::get_if<Accepted>(&one.outcome)) {
            references.insert(
                references.end(),
                accepted->provider_references.begin(),
                accepted->provider_references.end()
            );
        }
        move_message(tx, one, change->second.before, now, change->second.counts);
    }
    for (const auto& [sending, change] : changes) {
        change.counts.apply(tx, sending.first, sending.second, now);
    }
    return references;
}

}

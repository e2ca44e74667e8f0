// What receipts change: the parts they are about, and through its parts each message. The counts of
// a sending are changed once for all receipts that came together.
#include "flow/send/attempt_rows.hpp"
#include "flow/send/counts.hpp"
#include "flow/send/decide.hpp"
#include "flow/send/earlier.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/parts.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

using Evidence = Sending::PartEvidence;

// One part of an accepted attempt, and the message it belongs to.
struct Part {
    AttemptKey key;
    std::int64_t part;
    std::int64_t parts;
    std::string heard; // of a part of several
    MessageState message_state;
    AttemptNumber latest_attempt;
};

std::optional<Part>
find_part(db::Snapshot& at, std::string_view gateway_id, std::string_view provider_reference) {
    return at.one(
        sql::find_part,
        [](const db::Row& row) {
            const auto message_state = domain::parse_message_state(row.text(7));
            COHORT_ENSURE(message_state.has_value(), "the schema holds known states only");
            return Part{
                .key =
                    {row.id<PracticeId>(0),
                     row.id<BulkMessageId>(1),
                     {row.integer(2)},
                     {row.integer(3)}},
                .part = row.integer(4),
                .parts = row.integer(5),
                .heard = std::string(row.text(6)),
                .message_state = *message_state,
                .latest_attempt = {row.integer(8)}
            };
        },
        gateway_id,
        provider_reference
    );
}

// Most texts are one part, and that part has just spoken. What one of several says is kept: forward
// only, for a delivered part stays delivered. Nothing: it says nothing new.
std::optional<PartsSay> hear(db::Transaction& tx, const Part& part, const Evidence& evidence) {
    const bool delivered = evidence.says == Evidence::Says::delivered;
    if (part.parts == 1) {
        return delivered
                   ? PartsSay{.parts = 1, .delivered = 1}
                   : PartsSay{.parts = 1, .failed = 1, .reason = std::string(evidence.reason)};
    }
    if (part.heard == "delivered" || (!delivered && part.heard == "failed")) {
        return std::nullopt;
    }
    const AttemptKey& key = part.key;
    tx.run(
        sql::hear_part,
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt,
        part.part,
        std::string_view(delivered ? "delivered" : "failed"),
        delivered ? std::nullopt : std::optional(evidence.reason)
    );
    return hear_parts(tx, key);
}

// What the message becomes through what its part says, if anything.
std::optional<Decision>
settle_part(db::Transaction& tx, const Part& part, const Evidence& evidence, TimePoint now) {
    const auto say = hear(tx, part, evidence);
    if (!say) {
        return std::nullopt;
    }
    const AttemptKey& key = part.key;
    auto decision = decide_on_receipt(part.message_state, *say, part.latest_attempt == key.attempt);
    if (decision && decision->state == MessageState::failed) {
        if (auto earlier = earlier_may_have_arrived(tx, key)) {
            decision = Decision{earlier->state, std::move(earlier->reason), std::nullopt};
        }
    }
    if (decision) {
        tx.run(
            sql::settle_message,
            key.practice,
            key.bulk_message,
            key.position,
            text(decision->state),
            text_or_null(decision->reason),
            now
        );
    }
    return decision;
}

}

Result<std::vector<bool>> Sending::apply_evidence(
    db::Transaction& tx, std::string_view gateway_id, std::span<const PartEvidence> evidence
) const {
    const TimePoint now = deps_.clock.now();
    std::vector<bool> found;
    found.reserve(evidence.size());
    std::set<SendingKey> sendings;
    for (const PartEvidence& one : evidence) {
        tx.each(
            sql::find_sending_to_lock,
            [&](const db::Row& row) {
                sendings.insert({row.id<PracticeId>(0), row.id<BulkMessageId>(1)});
            },
            gateway_id,
            one.provider_reference
        );
    }
    lock_sendings(tx, sendings);
    CountChanges changes;
    for (const PartEvidence& one : evidence) {
        const auto part = find_part(tx, gateway_id, one.provider_reference);
        found.push_back(part.has_value());
        if (!part) {
            continue;
        }
        const auto decision = settle_part(tx, *part, one, now);
        if (!decision) {
            continue;
        }
        changes.of(part->key).move(part->message_state, decision->state);
        if (decision->state == MessageState::delivered && hooks_.on_delivered) {
            COHORT_CHECK(hooks_.on_delivered(tx, part->key));
        }
    }
    changes.apply(tx, now);
    return found;
}

}

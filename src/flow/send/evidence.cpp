// What a receipt changes: the part it is about, and through its parts the message.
#include "flow/send/counts.hpp"
#include "flow/send/decide.hpp"
#include "flow/send/inside.hpp"
#include "flow/send/sql.hpp"

namespace cohort::send {
namespace {

struct Part {
    AttemptKey key;
    std::int64_t part;
    std::string state;
};

struct Message {
    MessageState state;
    AttemptNumber attempt;
};

std::optional<Message> load_message(db::Snapshot& at, const AttemptKey& key) {
    return at.one(
        sql::load_message_state,
        [](const db::Row& row) {
            const auto state = domain::parse_message_state(row.text(0));
            COHORT_ENSURE(state.has_value(), "the schema holds known states only");
            return Message{*state, {row.integer(1)}};
        },
        key.practice,
        key.bulk_message,
        key.position
    );
}

PartsSay hear_parts(db::Snapshot& at, const AttemptKey& key) {
    PartsSay say;
    at.each(
        sql::list_parts,
        [&](const db::Row& row) {
            say.parts = row.integer(0);
            const std::string_view state = row.text(1);
            say.delivered += state == "delivered" ? 1 : 0;
            if (state == "failed") {
                ++say.failed;
                if (say.reason.empty()) {
                    say.reason = row.text_or_none(2).value_or("");
                }
            }
        },
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt
    );
    return say;
}

}

Result<bool> Sending::apply_evidence(
    db::Transaction& tx,
    std::string_view gateway_id,
    std::string_view provider_reference,
    const PartEvidence& evidence
) const {
    const auto part = tx.one(
        sql::find_part,
        [](const db::Row& row) {
            return Part{
                {row.id<PracticeId>(0), row.id<BulkMessageId>(1), {row.integer(2)}, {row.integer(3)}
                },
                row.integer(4),
                std::string(row.text(5))
            };
        },
        gateway_id,
        provider_reference
    );
    if (!part) {
        return false;
    }
    const bool delivered = evidence.says == PartEvidence::Says::delivered;
    // Forward only: a delivered part stays delivered, and a second failure says nothing new.
    if (part->state == "delivered" || (!delivered && part->state == "failed")) {
        return true;
    }
    const AttemptKey& key = part->key;
    tx.run(
        sql::set_part,
        key.practice,
        key.bulk_message,
        key.position,
        key.attempt,
        part->part,
        std::string_view(delivered ? "delivered" : "failed"),
        delivered ? std::nullopt : std::optional(std::string_view(evidence.reason))
    );
    const auto message = load_message(tx, key);
    COHORT_ENSURE(message.has_value(), "a part belongs to a message");
    const auto decision =
        decide_on_receipt(message->state, hear_parts(tx, key), message->attempt == key.attempt);
    if (!decision) {
        return true;
    }
    const TimePoint now = deps_.clock.now();
    const bool has_reason = !decision->reason.empty();
    tx.run(
        sql::settle_message,
        key.practice,
        key.bulk_message,
        key.position,
        text(decision->state),
        has_reason ? std::optional(std::string_view(decision->reason)) : std::nullopt,
        now
    );
    CountChange change;
    change.move(message->state, decision->state);
    change.apply(tx, key.practice, key.bulk_message, now);
    if (decision->state == MessageState::delivered && hooks_.on_delivered) {
        COHORT_CHECK(hooks_.on_delivered(tx, key));
    }
    return true;
}

}

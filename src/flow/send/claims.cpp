#include "flow/send/claims.hpp"

#include "flow/send/counts.hpp"
#include "flow/send/permit.hpp"
#include "flow/send/reference.hpp"
#include "flow/send/sql.hpp"
#include "platform/log/log.hpp"

#include <algorithm>

namespace cohort::send {
namespace {

constexpr auto lease_life = std::chrono::seconds{30};

}

Result<std::vector<Unfinished>>
find_due(db::Snapshot& at, const practice::Practices& practices, Channel channel, TimePoint now) {
    COHORT_TRY(unfinished, find_unfinished(at));
    Permits permits(at, practices, now);
    std::vector<Unfinished> due;
    for (const Unfinished& one : unfinished) {
        if (!one.sending || one.queued == 0 || one.channel != channel) {
            continue;
        }
        COHORT_TRY(may, permits.may_leave(one.practice, one.id));
        if (may) {
            due.push_back(one);
        }
    }
    return due;
}

Result<Chunk> claim(
    db::Transaction& tx,
    const practice::Practices& practices,
    NodeId node,
    const Unfinished& from,
    std::int64_t most,
    TimePoint now
) {
    lock_sending(tx, from.practice, from.id);
    COHORT_TRY(practice, practices.load(tx, from.practice));
    COHORT_TRY(sealer, practices.sealer(tx, from.practice));
    const bool may = may_leave(practice, load_terms(tx, from.practice, from.id), now);
    Chunk chunk{
        from.id,
        from.channel,
        std::move(practice),
        std::move(sealer),
        now + lease_life,
        from.give_up_at,
        {},
        {}
    };
    if (!may) {
        return chunk;
    }
    tx.each(
        sql::claim_due,
        [&](const db::Row& row) {
            chunk.messages.push_back({{row.integer(0)}, {row.integer(1) + 1}, {}});
        },
        from.practice,
        from.id,
        now,
        chunk.lease_until,
        most,
        node
    );
    const auto claimed = static_cast<std::int64_t>(chunk.messages.size());
    if (claimed < most) {
        const auto read = [](const db::Row& row) { return row.time(0); };
        chunk.next_due = tx.one(sql::find_next_due, read, from.practice, from.id);
    }
    CountChange change;
    change.move(MessageState::queued, MessageState::leased, claimed);
    change.apply(tx, from.practice, from.id, now);
    return chunk;
}

// Positions that were claimed together mostly lie together, so they are read in stretches.
void load_contents(db::Snapshot& at, Chunk& chunk) {
    constexpr std::int64_t gap_most = 8; // reading a few rows in vain costs less than a statement
    std::ranges::sort(chunk.messages, {}, &Chunk::Message::position);
    for (auto first = chunk.messages.begin(); first != chunk.messages.end();) {
        auto end = first + 1;
        while (end != chunk.messages.end()
               && end->position.value - (end - 1)->position.value <= gap_most) {
            ++end;
        }
        auto next = first;
        at.each(
            sql::list_contents,
            [&](const db::Row& row) {
                if (next != end && next->position.value == row.integer(0)) {
                    next++->content_sealed = row.bytes(1);
                }
            },
            chunk.practice.id,
            chunk.bulk_message,
            first->position,
            (end - 1)->position
        );
        COHORT_ENSURE(next == end, "a message has its content");
        first = end;
    }
}

std::vector<Leased> open_chunk(const Chunk& chunk, const practice::Keyring& keyring) {
    std::vector<Leased> leased;
    leased.reserve(chunk.messages.size());
    for (const Chunk::Message& message : chunk.messages) {
        const AttemptKey key{
            chunk.practice.id, chunk.bulk_message, message.position, message.attempt
        };
        const practice::Place place = content_place(key.practice, key.bulk_message, key.position);
        const auto opened = chunk.sealer.open(message.content_sealed, place);
        auto content = opened.ok() ? unpack(*opened) : opened.error();
        if (!content.ok()) {
            log::error(
                "content_damaged",
                {{"bulk_message_id", key.bulk_message}, {"position", key.position}}
            );
            leased.push_back(
                {.key = key, .lease_until = chunk.lease_until, .submission = {}, .readable = false}
            );
            continue;
        }
        leased.push_back(
            {key,
             chunk.lease_until,
             {.key = key,
              .to = std::move(content->to),
              .from = chunk.channel == Channel::sms ? chunk.practice.sms_sender : std::string(),
              .from_name = chunk.practice.name,
              .reply_to = chunk.practice.email_reply_to,
              .subject = std::move(content->subject),
              .text = std::move(content->text),
              .reference = reference_of(keyring, chunk.channel, key),
              .valid_until = chunk.give_up_at}}
        );
    }
    return leased;
}

Result<std::vector<bool>> mark(
    db::Transaction& tx,
    const practice::Practices& practices,
    NodeId node,
    std::string_view gateway_id,
    const std::vector<Leased>& window,
    TimePoint now
) {
    std::vector<bool> marked;
    marked.reserve(window.size());
    CountChanges changes;
    Permits permits(tx, practices, now);
    for (const Leased& one : window) {
        const AttemptKey& key = one.key;
        COHORT_TRY(may, permits.may_leave(key.practice, key.bulk_message));
        if (!may) {
            marked.push_back(false); // its lease ends, and it is queued again
            continue;
        }
        const auto rows = tx.run(
            sql::mark_message,
            key.practice,
            key.bulk_message,
            key.position,
            key.attempt,
            one.lease_until,
            now,
            gateway_id,
            node
        );
        marked.push_back(rows == 1);
        if (rows == 1) {
            changes.of(key).move(MessageState::leased, MessageState::attempting);
        }
    }
    changes.apply(tx, now);
    return marked;
}

void put_back(db::Transaction& tx, NodeId node, const std::vector<Leased>& leased, TimePoint now) {
    std::set<SendingKey> sendings;
    for (const Leased& one : leased) {
        sendings.insert({one.key.practice, one.key.bulk_message});
    }
    lock_sendings(tx, sendings);
    CountChanges changes;
    for (const Leased& one : leased) {
        const AttemptKey& key = one.key;
        const auto rows = tx.run(
            sql::put_back_message,
            key.practice,
            key.bulk_message,
            key.position,
            one.lease_until,
            now,
            node
        );
        if (rows == 1) {
            changes.of(key).move(MessageState::leased, MessageState::queued);
        }
    }
    changes.apply(tx, now);
}

}

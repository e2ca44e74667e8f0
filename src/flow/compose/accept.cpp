// Send: a draft, or what the API was given, becomes a bulk message; at most one (G3), and exactly
// what was shown (G4).
#include "flow/compose/compose.hpp"

#include "base/failpoint.hpp"
#include "flow/compose/rows.hpp"
#include "flow/compose/sql.hpp"
#include "practice/allowance.hpp"

#include <initializer_list>

namespace cohort::compose {
namespace {

// Each piece behind its length, so that nothing can move from one to the next unnoticed.
std::string join(std::initializer_list<std::string_view> pieces) {
    std::string all;
    for (const std::string_view piece : pieces) {
        all += std::to_string(piece.size());
        all += ':';
        all += piece;
    }
    return all;
}

std::string hex(std::string_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const char byte : bytes) {
        text += digits[static_cast<unsigned char>(byte) >> 4U];
        text += digits[static_cast<unsigned char>(byte) & 0xFU];
    }
    return text;
}

std::string text_of(std::optional<TimePoint> time) {
    return time ? std::to_string(time->time_since_epoch().count()) : std::string("now");
}

std::string joined(const Content& content) {
    return join(
        {content.list.text(),
         domain::text(content.channel),
         content.subject,
         content.text,
         text_of(content.later),
         content.anyway_reason}
    );
}

}

std::string Composing::hash_of(const Content& content) const {
    return hex(practices_.keyring().hash(practice::HashOf::content, joined(content)));
}

std::string
Composing::hash_of(const practice::Practice& practice, const Content& content, Start start) const {
    const bool at_once = start.when == Start::When::now;
    const std::string shown = join(
        {joined(content),
         practice.name,
         content.channel == Channel::sms ? practice.sms_sender : practice.email_reply_to,
         text_of(at_once ? std::nullopt : std::optional(start.at))}
    );
    return hex(practices_.keyring().hash(practice::HashOf::content, shown));
}

namespace {

std::string key_of(DraftId draft) {
    return "draft:" + draft.text();
}

std::optional<BulkMessageId>
find_accepted(db::Snapshot& at, PracticeId practice, std::string_view draft_key) {
    return at.one(
        sql::find_by_draft_key,
        [](const db::Row& row) { return row.id<BulkMessageId>(0); },
        practice,
        draft_key
    );
}

}

std::optional<BulkMessageId>
Composing::sent_as(db::Snapshot& at, PracticeId practice, DraftId draft) const {
    return find_accepted(at, practice, key_of(draft));
}

Result<Accepted> Composing::accept_draft(
    db::Transaction& tx,
    const practice::Actor& actor,
    DraftId draft_id,
    std::string_view content_hash
) const {
    COHORT_TRY(practice, practices_.load(tx, actor.practice));
    // A second press finds the first, if it is about the same. What was changed after it was sent
    // must not be taken for sent.
    if (const auto first = find_accepted(tx, actor.practice, key_of(draft_id))) {
        COHORT_TRY(sent, load(tx, actor.practice, *first));
        const Start start = start_of(practice, sent.content, sent.pressed_at);
        if (hash_of(practice, sent.content, start) != content_hash) {
            return Error{ErrorKind::conflict, "compose.already_sent"};
        }
        return Accepted{*first, false};
    }
    COHORT_TRY(found, draft(tx, actor.practice, draft_id));
    COHORT_TRY(content, content_of(found));
    COHORT_TRY(list, lists_.summary(tx, actor.practice, content.list));
    // What cannot be sent at all is said before what has changed: a time that passed is both.
    if (const auto wrong = faults(practice, list, content); !wrong.empty()) {
        return wrong.front();
    }
    const Start start = start_of(practice, content, clock_.now());
    if (hash_of(practice, content, start) != content_hash) {
        return Error{ErrorKind::conflict, "compose.changed"};
    }
    return accept_as(tx, actor, key_of(draft_id), content);
}

Result<Accepted> Composing::accept(
    db::Transaction& tx, const practice::Actor& actor, std::string_view key, const Content& content
) const {
    Content tidied = content;
    tidied.subject = tidy(content.subject);
    tidied.text = tidy(content.text);
    tidied.anyway_reason = tidy(content.anyway_reason);
    const std::string draft_key = "api:" + std::string(key);
    if (const auto first = find_accepted(tx, actor.practice, draft_key)) {
        COHORT_TRY(earlier, load(tx, actor.practice, *first));
        if (hash_of(earlier.content) != hash_of(tidied)) {
            return Error{ErrorKind::conflict, "idempotency.reused"};
        }
        return Accepted{*first, false};
    }
    return accept_as(tx, actor, draft_key, tidied);
}

Result<Accepted> Composing::accept_as(
    db::Transaction& tx,
    const practice::Actor& actor,
    std::string_view draft_key,
    const Content& content
) const {
    COHORT_TRY(practice, practices_.load(tx, actor.practice));
    COHORT_TRY(list, lists_.summary(tx, actor.practice, content.list));
    if (list.state == lists::State::deleted) {
        return Error{ErrorKind::conflict, "list.deleted"};
    }
    if (list.state != lists::State::confirmed) {
        return Error{ErrorKind::conflict, "list.not_confirmed"};
    }
    if (!practice.bulk_messages_enabled) {
        return Error{ErrorKind::forbidden, "practice.bulk_messages_off"};
    }
    if (const auto wrong = faults(practice, list, content); !wrong.empty()) {
        return wrong.front();
    }
    COHORT_TRY(sealer, practices_.sealer(tx, actor.practice));
    const TimePoint now = clock_.now();
    const BulkMessage message{
        .practice = actor.practice,
        .id = make_id<BulkMessageId>(now, random_),
        .content = content,
        .list_name = list.name,
        .send_at = start_of(practice, content, now).at,
        .patients = list.accepted,
        .pressed_by = actor.name,
        .pressed_at = now
    };
    if (content.channel == Channel::sms) {
        COHORT_CHECK(practice::use_texts(tx, actor.practice, message.send_at, list.by_sms));
    }
    const std::string subject = sealer.seal(
        content.subject, place("bulk_messages.subject", actor.practice, message.id.value)
    );
    const std::string text =
        sealer.seal(content.text, place("bulk_messages.text", actor.practice, message.id.value));
    const auto reason = seal_reason(
        content.anyway_reason,
        sealer,
        place("bulk_messages.reason", actor.practice, message.id.value)
    );
    const auto added = tx.run(
        sql::add_bulk_message,
        actor.practice,
        message.id,
        draft_key,
        content.list,
        std::string_view(list.name),
        domain::text(content.channel),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(content.later ? "later" : "now"),
        message.send_at,
        content.later,
        bytes_or_null(reason),
        message.patients,
        std::string_view(actor.name),
        now
    );
    if (added == 0) {
        // Another node accepted the same draft between our look and our insert, which waited for
        // it.
        const auto first = find_accepted(tx, actor.practice, draft_key);
        COHORT_ENSURE(first.has_value(), "what stands in the way is there");
        COHORT_TRY(earlier, load(tx, actor.practice, *first));
        if (hash_of(earlier.content) != hash_of(content)) {
            return Error{ErrorKind::conflict, "compose.sent_meanwhile"};
        }
        return Accepted{*first, false};
    }
    COHORT_CHECK(on_accepted_(tx, message));
    practice::audit(tx, actor, "bulk_message.accepted", message.id.text(), now, random_);
    if (reason) {
        practice::audit(tx, actor, "bulk_message.sent_anyway", message.id.text(), now, random_);
    }
    tx.after_commit([] { COHORT_FAILPOINT("accept_committed"); });
    COHORT_FAILPOINT("accept_before_commit");
    return Accepted{message.id, true};
}

}

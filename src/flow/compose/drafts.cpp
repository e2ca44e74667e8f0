// Drafts: what was written is kept, also while it cannot be sent.
#include "flow/compose/compose.hpp"
#include "flow/compose/rows.hpp"
#include "flow/compose/sql.hpp"

#include <utility>

namespace cohort::compose {
namespace {

Error draft_not_found() {
    return {ErrorKind::not_found, "draft.not_found"};
}

}

std::string tidy(std::string_view text) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            clean.push_back('\n');
            i += i + 1 < text.size() && text[i + 1] == '\n' ? 1 : 0;
        } else {
            clean.push_back(text[i]);
        }
    }
    constexpr std::string_view blanks = " \t\n";
    const auto first = clean.find_first_not_of(blanks);
    if (first == clean.npos) {
        return {};
    }
    return clean.substr(first, clean.find_last_not_of(blanks) - first + 1);
}

Result<Content> content_of(const Draft& draft) {
    Content content{
        .list = draft.list,
        .channel = draft.channel,
        // What was left of an email's subject is no part of a text.
        .subject = draft.channel == Channel::email ? draft.subject : std::string(),
        .text = draft.text,
        .later = std::nullopt,
        .anyway_reason = draft.anyway_reason
    };
    if (draft.later) {
        COHORT_TRY(time, read_time(*draft.later));
        content.later = time.utc;
    }
    return content;
}

Result<DraftId>
Composing::start(db::Transaction& tx, const practice::Actor& actor, ListId list) const {
    return start_empty(tx, actor, list, std::nullopt);
}

Result<DraftId> Composing::start_empty(
    db::Transaction& tx,
    const practice::Actor& actor,
    ListId list,
    std::optional<BulkMessageId> replaces
) const {
    COHORT_TRY(summary, lists_.summary(tx, actor.practice, list));
    if (summary.state != lists::State::confirmed) {
        return Error{ErrorKind::conflict, "list.not_confirmed"};
    }
    COHORT_TRY(practice, practices_.load(tx, actor.practice));
    COHORT_TRY(sealer, practices_.sealer(tx, actor.practice));
    const TimePoint now = clock_.now();
    const auto id = make_id<DraftId>(now, random_);
    const bool sms = practice.sms_enabled && summary.by_sms > 0;
    const std::string subject = sealer.seal("", place("drafts.subject", actor.practice, id.value));
    const std::string text = sealer.seal("", place("drafts.text", actor.practice, id.value));
    tx.run(
        sql::add_draft,
        actor.practice,
        id,
        list,
        domain::text(sms ? Channel::sms : Channel::email),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(actor.name),
        now,
        replaces
    );
    return id;
}

Result<Draft> Composing::draft(db::Snapshot& at, PracticeId practice, DraftId draft) const {
    COHORT_TRY(sealer, practices_.sealer(at, practice));
    const auto open = [&](std::string_view sealed, const char* column) {
        return sealer.open(sealed, place(column, practice, draft.value));
    };
    auto found = at.one(
        sql::load_draft,
        [&](const db::Row& row) -> Result<Draft> {
            COHORT_TRY(subject, open(row.bytes(2), "drafts.subject"));
            COHORT_TRY(text, open(row.bytes(3), "drafts.text"));
            Draft read{
                .id = draft,
                .list = row.id<ListId>(0),
                .channel = read_channel(row.text(1)),
                .subject = std::move(subject),
                .text = std::move(text),
                .later = std::nullopt
            };
            COHORT_TRY(
                reason, open_reason(row, 6, sealer, place("drafts.reason", practice, draft.value))
            );
            read.anyway_reason = std::move(reason);
            if (!row.is_null(7)) {
                read.replaces = row.id<BulkMessageId>(7);
            }
            read.revision = row.integer(8);
            read.changed_by = row.text(9);
            read.changed_at = row.time(10);
            if (row.text(4) == "later") {
                COHORT_TRY(typed, open(row.bytes(5), "drafts.typed_time"));
                read.later = unpack_typed_time(typed);
            }
            return read;
        },
        practice,
        draft
    );
    if (!found) {
        return draft_not_found();
    }
    return std::move(*found);
}

Result<DraftId>
Composing::start_from(db::Transaction& tx, const practice::Actor& actor, BulkMessageId like) const {
    COHORT_TRY(message, load(tx, actor.practice, like));
    COHORT_TRY(id, start_empty(tx, actor, message.content.list, like));
    Content& content = message.content;
    const Draft draft{
        .id = id,
        .list = content.list,
        .channel = content.channel,
        .subject = std::move(content.subject),
        .text = std::move(content.text),
        .later = content.later ? std::optional(typed_time_of(*content.later)) : std::nullopt,
        .anyway_reason = std::move(content.anyway_reason)
    };
    COHORT_CHECK(save(tx, actor, draft));
    return id;
}

Outcome
Composing::save(db::Transaction& tx, const practice::Actor& actor, const Draft& draft) const {
    COHORT_TRY(sealer, practices_.sealer(tx, actor.practice));
    const auto seal = [&](std::string_view plain, const char* column) {
        return sealer.seal(plain, place(column, actor.practice, draft.id.value));
    };
    const std::string subject = seal(tidy(draft.subject), "drafts.subject");
    const std::string text = seal(tidy(draft.text), "drafts.text");
    const std::string typed =
        draft.later ? seal(pack(*draft.later), "drafts.typed_time") : std::string();
    const auto reason = seal_reason(
        tidy(draft.anyway_reason), sealer, place("drafts.reason", actor.practice, draft.id.value)
    );
    const auto changed = tx.run(
        sql::save_draft,
        actor.practice,
        draft.id,
        domain::text(draft.channel),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(draft.later ? "later" : "now"),
        draft.later ? std::optional(db::Bytes{typed}) : std::nullopt,
        bytes_or_null(reason),
        std::string_view(actor.name),
        clock_.now(),
        draft.revision
    );
    if (changed == 1) {
        return done();
    }
    COHORT_CHECK(this->draft(tx, actor.practice, draft.id));
    return Error{ErrorKind::conflict, "draft.changed_meanwhile"};
}

std::optional<DraftId>
Composing::replacement_of(db::Snapshot& at, PracticeId practice, BulkMessageId id) const {
    return at.one(
        sql::find_replacement, [](const db::Row& row) { return row.id<DraftId>(0); }, practice, id
    );
}

}

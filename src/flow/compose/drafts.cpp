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
        .later = std::nullopt
    };
    if (draft.later) {
        COHORT_TRY(time, read_time(*draft.later));
        content.later = time.utc;
    }
    return content;
}

Result<DraftId>
Composing::start(db::Transaction& tx, const practice::Actor& actor, ListId list) const {
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
        now
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
    const auto changed = tx.run(
        sql::save_draft,
        actor.practice,
        draft.id,
        domain::text(draft.channel),
        db::Bytes{subject},
        db::Bytes{text},
        std::string_view(draft.later ? "later" : "now"),
        draft.later ? std::optional(db::Bytes{typed}) : std::nullopt,
        std::string_view(actor.name),
        clock_.now()
    );
    return changed == 1 ? done() : Outcome(draft_not_found());
}

}

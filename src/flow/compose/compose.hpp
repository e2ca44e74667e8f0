#pragma once
// Composing: what is to be said, to which confirmed list, by which channel, when; kept as a draft
// until somebody presses Send, then as a bulk message that never changes. Promise: one draft
// becomes at most one bulk message, however often Send is pressed (G3), and it is exactly what the
// confirm page showed: the page carries a hash of the content, and any change since then is refused
// (G4). Accepting is one transaction: the bulk message, what the following stages need (hook), and
// the audit. Threads: any; calls with a Transaction or Snapshot run inside the caller's database
// job.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "domain/channel.hpp"
#include "domain/london_time.hpp"
#include "flow/compose/figures.hpp"
#include "flow/compose/render.hpp"
#include "flow/compose/typed_time.hpp"
#include "flow/lists/lists.hpp"
#include "platform/db/database.hpp"
#include "platform/net/pool.hpp"
#include "practice/practices.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cohort::compose {

using domain::Channel;

struct Content {
    ListId list;
    Channel channel = Channel::sms;
    std::string subject; // email only
    std::string text;
    std::optional<TimePoint> later; // none: send now
    // Why it may leave outside the practice's hours for sending; empty: it keeps to them.
    std::string anyway_reason = {};
};

// What was written so far, ready to be sent or not.
struct Draft {
    DraftId id;
    ListId list;
    Channel channel = Channel::sms;
    std::string subject; // email only
    std::string text;
    // None: send now. A 'send later' whose time cannot be understood stays one: it has no Content,
    // so there is nothing that could be sent, least of all at once.
    std::optional<TypedTime> later;
    std::string anyway_reason = {};             // as in Content
    std::optional<BulkMessageId> replaces = {}; // one that was taken back to be changed
    // Each save makes the next one. Somebody's save of an older one is refused.
    std::int64_t revision = 0;
    std::string changed_by = {};
    TimePoint changed_at = {};
};

// Errors: those of read_time.
Result<Content> content_of(const Draft& draft);

// Text as it is kept and sent: forms send CR LF; messages hold LF, and no blanks at their ends.
std::string tidy(std::string_view text);

// Errors of a reason for sending outside the hours: compose.reason_missing,
// compose.reason_too_long.
std::optional<Error> fault_of_reason(std::string_view reason);

// When a message with some timing may leave.
struct Start {
    enum class When {
        now,          // as soon as the undo time has passed
        chosen,       // at the time that was chosen
        next_opening, // when the practice's hours for sending open
    };
    TimePoint at;
    When when;
};

struct BulkMessage {
    PracticeId practice;
    BulkMessageId id;
    Content content;
    std::string list_name;
    TimePoint send_at; // when it may start: now and the undo time, or the time chosen, inside the
                       // send window
    std::int64_t patients = 0;
    std::string pressed_by;
    TimePoint pressed_at;
};

struct Accepted {
    BulkMessageId id;
    bool new_one; // false: this draft (or idempotency key) was sent before, and this is that bulk
                  // message
};

// What the confirm page states; every figure comes from rendering every message.
struct Check {
    Content content;
    lists::Summary list;
    domain::LocalKind chosen; // whether the clocks skip or repeat the time that was chosen
    Start start;
    Figures figures = {};
    std::string content_hash;
};

// What the first patients of the list would get, while the message is still being written.
struct Sample {
    Figures figures = {};
    std::int64_t patients = 0; // looked at
};

class Composing {
public:
    // Called inside the transaction that accepts; an Error undoes all of it.
    using OnAccepted = std::function<Outcome(db::Transaction&, const BulkMessage&)>;

    Composing(
        const practice::Practices& practices,
        const lists::Lists& lists,
        const Clock& clock,
        Random& random,
        OnAccepted on_accepted
    );

    // Errors: list.not_found, list.not_confirmed.
    Result<DraftId> start(db::Transaction& tx, const practice::Actor& actor, ListId list) const;
    // Errors: draft.not_found.
    Result<Draft> draft(db::Snapshot& at, PracticeId practice, DraftId draft) const;
    // Keeps what was written, also while it is not ready. Errors: draft.not_found, and
    // draft.changed_meanwhile where somebody saved it since `draft` was read (its revision).
    Outcome save(db::Transaction& tx, const practice::Actor& actor, const Draft& draft) const;
    // The same content once more, to be changed and confirmed anew. Errors: bulk_message.not_found.
    Result<DraftId>
    start_from(db::Transaction& tx, const practice::Actor& actor, BulkMessageId like) const;
    // The draft that was started from it.
    std::optional<DraftId>
    replacement_of(db::Snapshot& at, PracticeId practice, BulkMessageId id) const;

    // What is wrong with it, all at once and in the order of the page; empty when it can be sent.
    // Codes: compose.text_missing, compose.text_too_long, compose.subject_missing,
    // compose.subject_too_long, compose.sms_off, compose.nobody_reachable, compose.time_passed,
    // compose.time_too_far, compose.reason_too_long, personalisation.*.
    std::vector<Error> faults(
        const practice::Practice& practice, const lists::Summary& list, const Content& content
    ) const;
    // The same for a draft; besides, the codes of read_time.
    std::vector<Error> faults(
        const practice::Practice& practice, const lists::Summary& list, const Draft& draft
    ) const;

    // Renders every message, on the pool. Errors: draft.not_found, list.not_found, and those of
    // read_time and of Renderer::make.
    Task<Result<Check>>
    check(db::Database& database, net::Pool& pool, PracticeId practice, DraftId draft) const;

    // Renders the messages of the first patients, on the pool; looks neither at the time nor at
    // what is stored of the draft. Errors: list.not_found, and those of Renderer::make.
    Task<Result<Sample>>
    sample(db::Database& database, net::Pool& pool, PracticeId practice, Draft draft) const;

    // What the draft became, if Send was pressed.
    std::optional<BulkMessageId>
    sent_as(db::Snapshot& at, PracticeId practice, DraftId draft) const;

    // Send. Errors: draft.not_found, compose.changed (what would be sent is no longer what the page
    // showed), compose.already_sent (and something else than the page showed), the first of
    // faults(), and those of practice::use_texts.
    Result<Accepted> accept_draft(
        db::Transaction& tx,
        const practice::Actor& actor,
        DraftId draft,
        std::string_view content_hash
    ) const;
    // The same without a draft, for the API. Errors: list.not_found, list.not_confirmed, faults();
    // idempotency.reused (the same key came with other content).
    Result<Accepted> accept(
        db::Transaction& tx,
        const practice::Actor& actor,
        std::string_view key,
        const Content& content
    ) const;

    // Errors: bulk_message.not_found.
    Result<BulkMessage> load(db::Snapshot& at, PracticeId practice, BulkMessageId id) const;

private:
    Result<DraftId> start_empty(
        db::Transaction& tx,
        const practice::Actor& actor,
        ListId list,
        std::optional<BulkMessageId> replaces
    ) const;
    Result<Accepted> accept_as(
        db::Transaction& tx,
        const practice::Actor& actor,
        std::string_view draft_key,
        const Content& content
    ) const;
    std::string hash_of(const Content& content) const;
    // Of all that the confirm page shows and that could be another thing when Send is pressed.
    std::string
    hash_of(const practice::Practice& practice, const Content& content, Start start) const;

    const practice::Practices& practices_;
    const lists::Lists& lists_;
    const Clock& clock_;
    Random& random_;
    OnAccepted on_accepted_;
};

// The undo time passes first, and the send window is open, unless there is a reason to send anyway.
Start start_of(const practice::Practice& practice, const Content& content, TimePoint now);

}

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
#include "flow/compose/render.hpp"
#include "flow/lists/lists.hpp"
#include "platform/db/database.hpp"
#include "platform/net/pool.hpp"
#include "practice/practices.hpp"

#include <array>
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
};

struct Draft {
    DraftId id;
    Content content;
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
    TimePoint send_at;
    std::int64_t reached = 0;
    std::int64_t segments = 0;                 // of all messages together; 0 for email
    std::array<std::int64_t, 7> by_segments{}; // how many messages have 1 … 6 segments
    std::vector<Rendered> previews = {};       // the first three

    struct LeftOut {
        std::int64_t line;
        std::string name;
        std::string reason; // a code with a sentence
    };

    std::int64_t left_out = 0;
    std::vector<LeftOut> left_out_first = {}; // at most 50
    std::string content_hash;
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
    // Keeps what was written, also while it is not ready. Errors: draft.not_found.
    Outcome save(db::Transaction& tx, const practice::Actor& actor, const Draft& draft) const;

    // What is wrong with it, all at once and in the order of the page; empty when it can be sent.
    // Codes: compose.text_missing, compose.text_too_long, compose.subject_missing,
    // compose.subject_too_long, compose.sms_off, compose.nobody_reachable, compose.time_passed,
    // compose.time_too_far, personalisation.*.
    std::vector<Error> faults(
        const practice::Practice& practice, const lists::Summary& list, const Content& content
    ) const;

    // Renders every message, on the pool. Errors: draft.not_found, list.not_found,
    // personalisation.*.
    Task<Result<Check>>
    check(db::Database& database, net::Pool& pool, PracticeId practice, DraftId draft) const;

    // Send. Errors: draft.not_found, compose.changed (the draft is no longer what the page showed),
    // and the first of faults().
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
    Result<Accepted> accept_as(
        db::Transaction& tx,
        const practice::Actor& actor,
        std::string_view draft_key,
        const Content& content
    ) const;
    std::string hash_of(const Content& content) const;

    const practice::Practices& practices_;
    const lists::Lists& lists_;
    const Clock& clock_;
    Random& random_;
    OnAccepted on_accepted_;
};

// When a message with this timing may start: the undo time passes first, and the send window is
// open.
TimePoint
may_start_at(const practice::Practice& practice, std::optional<TimePoint> later, TimePoint now);

}

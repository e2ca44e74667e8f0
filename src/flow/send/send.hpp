#pragma once
// Sending: makes one message for each patient of a bulk message, brings each to an outcome, and
// says what happened. Promises: a gateway is given a message only after its mark is committed, and
// never again unless it told us that it did not take it (G7); after a crash the messages in doubt
// are at most one window (G8); the counts of all states add up to the list at every commit (G6).
// States: docs/states.md. Threads: calls with a Transaction or Snapshot run inside the caller's
// database job; the coroutines run on the engine's executor. Each opens and ends its own short
// transactions; none is held while a gateway is waited for.
#include "base/clock.hpp"
#include "base/node_id.hpp"
#include "base/uptime.hpp"
#include "domain/bulk_state.hpp"
#include "domain/channel.hpp"
#include "domain/message_state.hpp"
#include "flow/compose/compose.hpp"
#include "flow/lists/lists.hpp"
#include "flow/send/gateway.hpp"
#include "platform/db/database.hpp"
#include "platform/net/pool.hpp"
#include "practice/practices.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cohort::send {

using domain::Channel;
using domain::MessageState;

struct Deps {
    db::Database& database;
    net::Pool& pool;
    const practice::Practices& practices;
    const lists::Lists& lists;
    const compose::Composing& composing;
    const Clock& clock; // the database's, where several nodes share one
    Random& random;
    const Uptime& uptime;
    NodeId node;
    Milliseconds look_every{100};                   // for work, when there was none
    Milliseconds ask_every = std::chrono::hours{1}; // about what was accepted and never reported
};

// Why nothing of a bulk message leaves at the moment, though something of it waits.
struct Hold {
    enum class Why {
        undo,   // the time to think better of it
        hours,  // the practice's hours for sending
        paused, // somebody paused it
        missed, // its time passed while nothing could be sent; people are asked
    };
    Why why;
    std::optional<TimePoint> until; // undo, hours: then it goes on by itself

    friend bool operator==(const Hold&, const Hold&) = default;
};

std::string_view text(Hold::Why why); // "undo", "hours", …

// What pages and the API show of one bulk message.
struct Overview {
    BulkMessageId id;
    Channel channel;
    std::string list_name;
    std::string first_line;
    std::string pressed_by;
    TimePoint pressed_at;
    TimePoint send_at; // when it goes, or was due to go
    std::optional<TimePoint> started_at;
    std::optional<TimePoint> ended_at;
    domain::BulkState state;
    domain::StateCounts counts;
    std::int64_t patients = 0;
    std::int64_t segments = 0;
    TimePoint latest; // what has not left by then is not sent
    std::optional<Hold> hold = {};
};

struct Event {
    TimePoint at;
    // accepted, started, started_late, missed, paused, resumed, stopped, taken_back, tried_again,
    // tried_unreceipted, tried_unconfirmed, expired, ended
    std::string what;
    std::string actor;
    std::int64_t messages;
};

struct Details {
    Overview overview;
    ListId list;
    std::string subject;
    std::string text;
    std::string anyway_reason; // why it may leave outside the practice's hours; mostly empty
    std::vector<Event> timeline;
};

struct MessageView {
    Position position;
    MessageState state;
    std::string reason; // a code with a sentence; may be empty
    AttemptNumber attempts;
    TimePoint state_at;
    std::int64_t segments;
    std::string line; // and what follows: empty when what is stored cannot be read any more
    std::string patient_name;
    std::string date_of_birth;
    std::string to;
};

enum class Which { all, errors };

// A place in the Bulk Messages page: older than this one.
struct PageMark {
    TimePoint pressed_at;
    BulkMessageId id;
};

// What a search in one bulk message found.
struct Found {
    std::vector<MessageView> messages;
    std::int64_t looked_at = 0;          // messages, by this search
    std::optional<Position> go_on_after; // it ended here, and more may be found behind
};

// What a press did. One that comes second, or too late, does nothing; the timeline tells who was
// first, and when (G40).
struct Pressed {
    bool did_something;
    std::int64_t messages; // that it was about
};

// Whom 'Try sending message again' takes besides the failed, refused and expired.
struct AlsoTry {
    bool no_receipt = false;
    bool not_confirmed = false; // they may get it twice
};

// A search opens every message it looks at, so it looks at so many and then asks to be sent again.
inline constexpr std::int64_t search_messages_max = 20'000;

// How a channel's gateway is, for the pages. `pause` is set while it takes nothing, `impaired`
// while it takes less than it could.
struct GatewayStatus {
    bool configured = false;
    std::optional<Pause> pause;
    std::optional<Pause> impaired;
};

// How sending is as a whole, for the operator: over all practices, and nothing of any patient.
struct Health {
    std::int64_t waiting = 0;
    std::optional<TimePoint> oldest_due; // of those that wait
    std::int64_t attempting = 0;
    std::int64_t not_confirmed = 0;
    std::int64_t without_receipt = 0; // accepted, and nothing heard yet
    std::optional<TimePoint> oldest_without_receipt;
    std::int64_t miscounted = 0; // bulk messages
};

struct Unfinished;

class Sending {
public:
    struct Inside;

    // Stages that follow hang themselves in here; each is called inside the transaction that
    // records the change.
    struct Hooks {
        // These references are known now: receipts that came before the answer can be matched.
        std::function<Outcome(
            db::Transaction&,
            std::string_view gateway_id,
            std::span<const std::string_view> references
        )>
            on_accepted;
        // A message has been delivered; filing it in the record starts here.
        std::function<Outcome(db::Transaction&, const AttemptKey&)> on_delivered;
    };

    explicit Sending(Deps deps);
    ~Sending();

    void set_hooks(Hooks hooks) { hooks_ = std::move(hooks); }

    // compose's hook: the sending exists, all of its messages planned.
    Outcome on_accepted(db::Transaction& tx, const compose::BulkMessage& message) const;
    // schedule's hook: its time has come, or came at `due` while nobody looked. Then it starts
    // late, or people are asked (G22). Stopped before: nothing happens.
    Outcome on_due(db::Transaction& tx, PracticeId practice, BulkMessageId id, TimePoint due) const;

    // Whether a bulk message to a list is not at its end yet; lists' hook.
    bool needs_list(db::Snapshot& at, PracticeId practice, ListId list) const;

    // Makes messages for what was accepted and releases those that are due, until stop.
    Task<> run();
    // One step of run: true when there was something to do.
    Task<Result<bool>> step();

    // Gives due messages of one channel to one gateway and records what becomes of them, until
    // stop. `keep` stores receipts (the receipts stage); true once they are committed.
    using KeepReceipts = std::function<Task<bool>(std::string gateway_id, std::vector<Receipt>)>;
    Task<> serve(std::string gateway_id, Channel channel, Gateway& gateway, KeepReceipts keep);

    // Puts back what a worker held and never gave away; states as in doubt what it gave away and
    // nobody answered. `left_behind`: by a process that is gone (at start, where this is the only
    // node).
    enum class Owner { left_behind, any };
    Task<Outcome> sweep(Owner owner);

    // What has not left by its sending's latest instant is not sent any more (G23).
    Task<Outcome> expire_overdue();

    // Ends run and serve: takes nothing new, waits for answers under way at most `grace`.
    void stop(Milliseconds grace);

    // Nothing that has not left will leave. Errors: bulk_message.not_found.
    Result<Pressed>
    stop_bulk_message(db::Transaction& tx, const practice::Actor& actor, BulkMessageId id) const;
    // The same until somebody lets it go on. Only of one that is under way; its latest instant
    // stays. Errors: bulk_message.not_found.
    Result<Pressed>
    pause_bulk_message(db::Transaction& tx, const practice::Actor& actor, BulkMessageId id) const;
    Result<Pressed>
    resume_bulk_message(db::Transaction& tx, const practice::Actor& actor, BulkMessageId id) const;
    // Cancels one whose time has not come, and starts a draft with the same content. Nothing where
    // it is too late for that. Errors: bulk_message.not_found, list.not_confirmed.
    Result<std::optional<DraftId>>
    take_back(db::Transaction& tx, const practice::Actor& actor, BulkMessageId id) const;
    // Queues failed, refused and expired messages again, with a new latest instant, and of others
    // those that `also` names; returns how many. What is delivered at this commit never is. Errors:
    // bulk_message.not_found, bulk_message.nothing_failed, bulk_message.still_stopping, those of
    // practice::use_texts.
    Result<std::int64_t> try_again(
        db::Transaction& tx, const practice::Actor& actor, BulkMessageId id, const AlsoTry& also
    ) const;

    // What is now known about one part of an accepted attempt.
    struct PartEvidence {
        enum class Says { delivered, failed };
        std::string_view provider_reference;
        Says says;
        std::string_view reason; // failed only
    };

    // receipts' door: applies them in order; true for each whose part was found.
    Result<std::vector<bool>> apply_evidence(
        db::Transaction& tx, std::string_view gateway_id, std::span<const PartEvidence> evidence
    ) const;

    bool any_doubted(db::Snapshot& at) const;
    // For receipts whose reference is not known: finds the attempts in doubt that they are about,
    // by what they repeat, and gives those the reference. True for each that found one.
    Result<std::vector<bool>> adopt_orphans(
        db::Transaction& tx, std::string_view gateway_id, std::span<const Receipt* const> receipts
    ) const;

    // Accepted long ago and nothing heard: 'no receipt' for SMS, 'delivered' for email (no bounce
    // came).
    Task<Outcome> settle_unreceipted(Milliseconds sms_wait, Milliseconds email_wait);

    // Counts the messages of what has changed since it was last recounted, some bulk messages at a
    // time, and keeps for each whether its counts are right (G6).
    Task<Outcome> recount();
    // Whose counts the last recount found to differ from their messages: a fault of ours.
    std::vector<BulkMessageId> miscounted(db::Snapshot& at, PracticeId practice) const;

    // Newest first by the moment Send was pressed, at most `most`, older than `before`.
    Result<std::vector<Overview>> page(
        db::Snapshot& at, PracticeId practice, std::optional<PageMark> before, std::int64_t most
    ) const;
    // Errors: bulk_message.not_found.
    Result<Overview> overview(db::Snapshot& at, PracticeId practice, BulkMessageId id) const;
    Result<Details> details(db::Snapshot& at, PracticeId practice, BulkMessageId id) const;
    // In list order, at most `most`, after this position.
    Result<std::vector<MessageView>> messages(
        db::Snapshot& at,
        PracticeId practice,
        BulkMessageId id,
        Which which,
        Position after,
        std::int64_t most
    ) const;
    // The same for those whose name, number or address holds `words`, whatever the case and however
    // the number is written. Rows are read in slices, each a read of its own, and opened on the
    // pool.
    Task<Result<Found>> search(
        PracticeId practice,
        BulkMessageId id,
        Which which,
        Position after,
        std::int64_t most,
        std::string words
    ) const;
    GatewayStatus gateway_status(Channel channel) const;
    // Messages a second that a channel's gateway has taken of late.
    double rate(Channel channel) const;
    Health health(db::Snapshot& at) const;
    // How long until the last waiting message of a bulk message has been handed over, at the rate
    // of the last seconds and with all that waits beside it. Empty when it does not wait, or
    // nothing moves.
    std::optional<Milliseconds> time_left(PracticeId practice, const Overview& overview) const;

private:
    Task<Result<bool>> make_some(Unfinished one, std::int64_t messages);
    Task<Result<bool>> expand(PracticeId practice, BulkMessageId id);
    Task<Result<bool>> release(PracticeId practice, BulkMessageId id);

    Deps deps_;
    Hooks hooks_;
    std::unique_ptr<Inside> inside_;
};

}

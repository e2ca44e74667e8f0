#pragma once
// The seam between sending and one configured way out (an SMPP account, a mail relay). Implemented
// by edge/smpp and edge/smtp. Nothing here knows a protocol, and no gateway knows the database.
//
// The bargain: `submit` is called only for messages whose mark ('attempting') is committed, and
// never for more than free_slots() of them. For every submission the gateway calls
// events.attempt_ended exactly once, also when the connection is cut, and it says 'in doubt' unless
// it is certain:
//   not sent — no connection, or the request was not completely handed to the kernel, or a
//   documented "not accepted" refused  — a documented refusal of this message or address accepted —
//   a positive answer in doubt — everything else (time-out or reset after the last byte, an answer
//   nobody can read)
// Threads: all calls, in both directions, are made on the engine's one executor.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "platform/net/task.hpp"

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cohort::send {

// Names one attempt to reach one patient; what receipts and outcomes are about.
struct AttemptKey {
    PracticeId practice;
    BulkMessageId bulk_message;
    Position position;
    AttemptNumber attempt;

    friend auto operator<=>(const AttemptKey&, const AttemptKey&) = default;
};

// What leaves. Holds a patient's address and text: never logged, never kept after attempt_ended.
struct Submission {
    AttemptKey key;
    std::string to;        // E.164 with '+' (sms) or an address (email)
    std::string from;      // sender name or number (sms); empty takes the gateway's own (email)
    std::string from_name; // email only: the practice's name
    std::string reply_to;  // email only; may be empty
    std::string subject;   // email only
    std::string text;      // UTF-8
    std::string reference; // opaque and stable for the attempt: Message-ID, user_message_reference,
                           // client reference
    TimePoint valid_until; // the gateway may give up after this instant
    // By the node's uptime. Later than this nothing of it may begin to leave: a process that was
    // stopped after the mark finds, when it goes on, that others have stated the message as in
    // doubt. The gateway looks at it last before it writes, and ends the attempt as not sent.
    Milliseconds begin_by = Milliseconds::max();
    // Email only; may be empty. A https page where one click stops such messages (RFC 8058).
    std::string unsubscribe_url = {};
};

// A reason is a stable code such as "sms.number_unknown"; domain/sentences holds its plain words.
// `detail` is the gateway's own code or enhanced status ("submit_sm 0x0B"), never text that could
// hold an address.
struct Accepted {
    std::vector<std::string> provider_references; // one per part, in order
};

struct NotSent {
    std::string reason;
    std::string detail;
    std::optional<Milliseconds> not_before; // the gateway asked us to wait this long
};

struct Refused {
    enum class For { now, good };
    std::string reason;
    std::string detail;
    For how_long;
};

struct InDoubt {
    std::string reason;
    std::string detail;
};

using AttemptOutcome = std::variant<Accepted, NotSent, Refused, InDoubt>;

// What a gateway says later about something it accepted.
struct Receipt {
    enum class Says { interim, delivered, failed, expired, unknown };
    std::string provider_reference;
    Says says;
    std::string reason; // as above; empty when delivered
    std::string detail;
    std::optional<TimePoint> at; // the gateway's own time, when it gave one
    std::string raw;             // as it came; sealed when stored

    // What it repeats of the submission, to match an attempt in doubt: that one has no provider
    // reference. The peer's words: any may be missing, cut short or changed, none is a proof alone.
    // Holds a patient's number and text: never logged.
    struct Repeats {
        std::optional<std::uint16_t> short_reference; // short_reference(Submission::reference)
        std::string to;                               // E.164 with '+'; empty when it is no number
        std::string from;                      // without the '+' that Submission::from may have
        std::optional<TimePoint> submitted_at; // by the gateway's clock, often in whole minutes
        std::string text_begins; // UTF-8, at most 20 characters; blanks at its end may be lost
    };

    Repeats repeats = {};
};

// A question about one part of a message that was accepted and of which no receipt came.
struct LookUp {
    AttemptKey key;
    std::string provider_reference; // as Accepted gave it
    std::string reference;          // Submission's
    std::string from;               // Submission's
};

struct LookUpAnswer {
    // no: the gateway does not know the reference (any more), which says nothing about the
    // patient's phone. no_answer: ask again later.
    enum class Found { yes, no, no_answer, not_offered };
    AttemptKey key;
    std::string provider_reference; // LookUp's
    Found found;
    std::optional<Receipt> receipt; // when found: as if it had come by itself
    std::string detail;
};

// Why a gateway is not taking messages although it is configured. Ours or its fault, never a
// patient's.
struct Pause {
    std::string reason; // "gateway.password_refused", "gateway.unreachable", "gateway.throttled", …
    std::string detail;
    bool needs_a_person; // true: trying again will not help
};

// What of an account's limits this node may use, while several nodes share the account (G18).
struct Share {
    double rate = 1;                                                   // of the whole's
    std::size_t connections = std::numeric_limits<std::size_t>::max(); // of the whole's, at most

    friend bool operator==(const Share&, const Share&) = default;
};

class GatewayEvents {
public:
    virtual ~GatewayEvents() = default;
    virtual void attempt_ended(const AttemptKey& key, AttemptOutcome outcome) = 0;

    // The gateway had to end the attempt in doubt, and its answer came after all. At most once for
    // an attempt, and never 'in doubt'. What has been decided meanwhile may stand against it: a
    // receipt, or a person who asked for another attempt.
    virtual void answered_late(const AttemptKey& key, AttemptOutcome outcome) {
        static_cast<void>(key);
        static_cast<void>(outcome);
    }

    // Slots came free, or the connection came up: submit may be called again.
    virtual void ready() = 0;
    virtual void paused(Pause pause) = 0;
    virtual void resumed() = 0;

    // Sends, but with less than it is configured for: some of its connections are down, or receipts
    // are held up at the other end ("gateway.binds_down", "gateway.receipts_wait"). Told when the
    // reason changes; empty: all is as configured again. A pause may come and go meanwhile.
    virtual void impaired(std::optional<Pause> how) { static_cast<void>(how); }

    // True once the receipts are committed; only then may the gateway acknowledge them. False: do
    // not acknowledge.
    virtual Task<bool> keep(std::vector<Receipt> receipts) = 0;
};

class Gateway {
public:
    virtual ~Gateway() = default;
    // Connects, keeps connected, until stop. Call once.
    virtual Task<> run(GatewayEvents& events) = 0;
    // How many more submissions may be given now; 0 while not connected, throttled or paused. An
    // attempt keeps its place until attempt_ended was called for it: what a crash leaves in doubt
    // is never more than the places there are (G8).
    virtual std::size_t free_slots() const = 0;
    virtual void submit(std::vector<Submission> submissions) = 0;

    // May be called at any time, also before run. What is more than the share ends politely: a
    // connection takes nothing new, finishes what is open on it and closes.
    virtual void set_share(Share share) { static_cast<void>(share); }

    // Of the account as a whole, as it is configured; nodes share them out.
    virtual std::size_t connections_max() const { return 1; }

    // Open ones, and those that are being opened.
    virtual std::size_t connections() const { return 0; }

    // One answer for each question, in their order. Changes nothing by itself: what an answer means
    // is decided as for a receipt. Never longer than the gateway's own waits for an answer take.
    virtual Task<std::vector<LookUpAnswer>> look_up(std::vector<LookUp> questions) {
        std::vector<LookUpAnswer> answers;
        answers.reserve(questions.size());
        for (LookUp& question : questions) {
            answers.push_back(
                {question.key,
                 std::move(question.provider_reference),
                 LookUpAnswer::Found::not_offered,
                 std::nullopt,
                 ""}
            );
        }
        co_return answers;
    }

    // Takes no more, waits at most `grace` for answers under way, ends every open attempt (in doubt
    // where it must).
    virtual Task<> stop(Milliseconds grace) = 0;
};

}

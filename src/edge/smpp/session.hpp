#pragma once
// One SMPP session as a state machine without I/O: bytes, ticks and submissions go in; bytes to
// write, outcomes and receipts come out. The shell (smpp_gateway) moves them; tests script them.
//
// It keeps the bargain of flow/send/gateway.hpp: exactly one AttemptEnded for every submission, and
// 'not sent' only where that is certain. For a session that ends, the shell says how many bytes can
// have been handed over at most
// (`lost`): a PDU that did not go whole was never received, one that did is in doubt.
//
// Choices the specification leaves open:
//   - A message of several parts takes one slot; its PDUs count against the window one by one
//     (message_parts.hpp).
//   - A receipt is acknowledged once kept, and refused with ESME_RX_T_APPN (send it again) if not.
//   - A text from a patient is refused with ESME_RX_T_APPN: nobody here reads replies yet, and the
//     centre keeps it, so that a STOP is late and not lost. Counted.
//   - An unreadable deliver_sm is refused for good (ESME_RX_P_APPN): it would be unreadable again.
//     Counted.
//   - A late answer ends nothing a second time and is told as AnsweredLate (late_answers.hpp). One
//     that nobody waits for (doubled, unknown sequence) changes nothing. Counted.
//   - A silent centre: when a submit_sm stays unanswered for the whole wait and nothing else was
//     answered meanwhile, no more are given; when the last one ended, the session does.
// Threads: none of its own; use it from one executor.
#include "base/clock.hpp"
#include "edge/smpp/account.hpp"
#include "edge/smpp/codec/pdu.hpp"
#include "edge/smpp/late_answers.hpp"
#include "edge/smpp/message_parts.hpp"
#include "edge/smpp/receipt.hpp"
#include "edge/smpp/settings.hpp"
#include "flow/send/gateway.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cohort::smpp {

struct AttemptEnded {
    send::AttemptKey key;
    send::AttemptOutcome outcome;
};

// The centre took our bind.
struct Bound {};

// `account`: no bind may send meanwhile, and any bind may say that it is over.
enum class Concerns { bind, account };

struct Paused {
    send::Pause pause;
    Concerns concerns;
};

// What a Paused said is over. (The end of a session is the shell's to tell.)
struct Resumed {
    Concerns concerns;
};

struct SlotsFree {};

// Nothing more will be read or written after what take_output still holds: close the connection and
// call lost.
struct Dropped {
    send::Pause why;
};

// After an AttemptEnded in doubt; never 'in doubt' itself.
struct AnsweredLate {
    send::AttemptKey key;
    send::AttemptOutcome outcome;
};

struct LookedUp {
    std::uint64_t token;
    send::LookUpAnswer answer;
};

using Event =
    std::variant<AttemptEnded, Bound, Paused, Resumed, SlotsFree, Dropped, AnsweredLate, LookedUp>;

struct ReceiptBatch {
    std::vector<std::uint32_t> sequences; // of the deliver_sm, to be acknowledged
    std::vector<send::Receipt> receipts;
};

struct Counts {
    std::uint64_t submits = 0;
    std::uint64_t answers = 0;
    std::uint64_t answers_nobody_waited_for = 0;
    std::uint64_t receipts = 0;
    std::uint64_t texts_put_off = 0; // from patients
    std::uint64_t bodies_unreadable = 0;

    Counts& operator+=(const Counts& more);
};

class Session {
public:
    // Both must outlive the session.
    Session(const SmppSettings& settings, Account& account, BindPlan plan);

    // Inputs. `now` never goes back.
    void connected(Instant now);
    void received(std::string_view bytes, Instant now);
    void submit(send::Submission submission, Instant now, TimePoint wall_now);
    // Exactly one LookedUp with the token comes of it, at the latest after the wait for an answer,
    // or when the session ends. Takes no place of the window: no message can get lost by it.
    void look_up(send::LookUp question, std::uint64_t token, Instant now);
    void kept(const std::vector<std::uint32_t>& sequences, bool committed);
    void tick(Instant now);
    // Takes no more; ends what take_output has not given away as not sent, at once, taking it back;
    // unbinds when nothing is open. A text of which a part has left is finished.
    void stop(Instant now);
    // Right before take_output, by the node's uptime: takes back what may not begin to leave any
    // more, and ends it as not sent.
    void recall_late(Milliseconds uptime);
    // The connection is gone; of the bytes of take_output at most so many, counted from the first,
    // can have been handed to the kernel. Ends everything that is open. Nothing but take_events may
    // follow.
    void lost(std::uint64_t bytes_handed_at_most);

    // Outputs.
    // Swaps what is to be written into `into` (which is cleared first): write all of it, or call
    // lost.
    void take_output(std::string& into);

    bool has_output() const { return !out_.empty(); }

    // What may still be written after Dropped, whatever else was not: the answer to the centre's
    // unbind.
    const std::string& farewell() const { return farewell_; }

    std::vector<Event> take_events();
    // How many AttemptEnded take_events would give.
    std::size_t attempts_ended() const;
    // Receipts to be kept, at most one batch at a time: none before `kept` was called for the last.
    std::optional<ReceiptBatch> take_receipts();

    bool has_receipts() const { return !receipts_.receipts.empty() && !keeping_; }

    // What this bind could take now. The account's pace and probe are shared: for several binds
    // the gateway takes the sum, and no more than the pace allows beyond what is `queued`.
    std::size_t free_slots(Instant now) const;

    // Parts that wait for the pace.
    std::size_t queued() const { return waiting_.size() + later_.size(); }

    // When tick is due.
    std::optional<Instant> next_deadline(Instant now) const;

    bool bound() const { return state_ == State::bound; }

    bool idle() const { return open_messages_ == 0; }

    std::size_t receipts_waiting() const { return receipts_.receipts.size(); }

    // A text was answered or a receipt came: the connection was of use, and the next is worth
    // trying soon.
    bool proved() const { return counts_.answers > 0 || counts_.receipts > 0; }

    const Counts& counts() const { return counts_; }

private:
    enum class State { unbound, binding, bound, unbinding, over };

    struct Message {
        bool open = false;
        std::uint32_t serial = 0; // tells a slot's tenants apart
        send::AttemptKey key{};
        std::string source;
        std::string destination;
        std::string validity;
        std::uint8_t source_ton = 0;
        std::uint8_t source_npi = 0;
        std::uint8_t esm_class = 0;
        std::uint8_t data_coding = 0;
        std::vector<Part> parts;
        Instant submitted_at{};
        Milliseconds begin_by{};
    };

    // A part's place; stale once its message ended.
    struct PartPlace {
        std::size_t slot = 0;
        std::uint32_t serial = 0;
        std::size_t part = 0;
    };

    // A request without an answer. The deque below holds them by sequence number, answered ones as
    // `none`.
    struct Flight {
        enum class Kind { none, bind, unbind, enquire, submit, query };
        Kind kind = Kind::none;
        Instant due{};
        std::uint64_t last_byte = 0; // counted over the whole session
        PartPlace place{};
    };

    struct LaterPart {
        Instant at;
        PartPlace place;
    };

    struct Question {
        send::LookUp what;
        std::uint64_t token = 0;
    };

    bool over() const { return state_ == State::over; }

    // Reading.
    void handle(const Pdu& pdu, Instant now);
    void handle_answer(const Pdu& pdu, Instant now);
    void handle_bind_answer(const Pdu& pdu, Instant now);
    void handle_submit_answer(const Pdu& pdu, const PartPlace& place, Instant now);
    void take_submit_answer(const Pdu& pdu, Part& part, Instant now);
    // False when nobody waits for it any more.
    bool handle_late_answer(const Pdu& pdu, Instant now);
    void handle_refusal(Part& part, std::uint32_t status, Instant now);
    void handle_deliver(const Pdu& pdu);
    Flight* flight_of(std::uint32_t sequence);
    // Of the flight at this place of flights_, or of the next when it is the end.
    std::uint32_t sequence_of(std::size_t flight) const;

    // Writing.
    void answer(const Header& request, std::uint32_t status);
    Flight& request(Command command, const Body& body, Flight::Kind kind, Instant due);
    void pump(Instant now);
    void send_part(const PartPlace& place, Instant now);
    ShortMessage pdu_of(const Message& message, const Part& part) const;

    // Messages.
    std::size_t take_slot();
    Message* message_of(const PartPlace& place);
    void settle(const PartPlace& place, Instant now);
    void end_message(std::size_t slot, send::AttemptOutcome outcome);
    void end_unsent(std::string_view reason);
    void recall_unoffered(Milliseconds begin_by_most, const send::NotSent& why);

    void count_submits_in_flight(std::ptrdiff_t more);

    // Questions.
    void ask(Instant now);
    void handle_query_answer(const Pdu& pdu, Instant now);
    void answer_question(
        const Question& question,
        send::LookUpAnswer::Found found,
        std::string detail,
        std::optional<send::Receipt> receipt = std::nullopt
    );
    void end_questions();

    // Time.
    void tick_flights(Instant now);
    void tick_waiting(Instant now);
    void forget_answered();
    void end_stall();
    void unbind(Instant now);
    void drop(send::Pause why);
    void note_slots(Instant now);

    const SmppSettings& settings_;
    Account& account_;
    Pace& pace_;
    BindPlan plan_;

    State state_ = State::unbound;
    bool stopping_ = false;
    bool stalled_ = false;
    bool no_slots_seen_ = true;
    bool slot_came_free_ = false;

    std::string in_;
    std::string out_;
    std::uint64_t offered_ = 0; // bytes given away by take_output
    std::string farewell_;

    std::vector<Message> messages_;
    std::vector<std::size_t> free_messages_;
    std::size_t open_messages_ = 0;
    std::uint32_t next_serial_ = 1;

    std::deque<PartPlace> waiting_;
    std::vector<LaterPart> later_;
    std::deque<Flight> flights_;
    std::uint32_t first_sequence_ = 1; // of flights_.front()
    std::size_t submits_in_flight_ = 0;
    std::size_t enquiries_in_flight_ = 0;

    LateAnswers late_answers_;
    std::deque<Question> to_ask_;
    std::map<std::uint32_t, Question> asked_; // by sequence number

    Instant heard_at_{};
    Instant submit_answered_at_{};

    ReceiptBatch receipts_;
    bool keeping_ = false;
    std::vector<Event> events_;
    Counts counts_;
};

}

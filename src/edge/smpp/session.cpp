#include "edge/smpp/session.hpp"

#include "edge/smpp/addresses.hpp"
#include "edge/smpp/outcome_table.hpp"
#include "edge/smpp/text_encoding.hpp"
#include "flow/send/short_reference.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cohort::smpp {
namespace {

constexpr std::uint32_t status_not_understood = 0x03; // ESME_RINVCMDID
constexpr std::uint32_t status_again_later = 0x64;    // ESME_RX_T_APPN
constexpr std::uint32_t status_never = 0x65;          // ESME_RX_P_APPN
constexpr std::size_t output_bytes_max = 4 * 1024 * 1024;

// Absolute, UTC, so that neither side's clock is added to the other's waiting
// (specification, 7.1.1).
std::string validity_of(TimePoint until) {
    const auto day = std::chrono::floor<std::chrono::days>(until);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(until - day)};
    return fmt::format(
        "{:02}{:02}{:02}{:02}{:02}{:02}000+",
        static_cast<int>(date.year()) % 100,
        static_cast<unsigned>(date.month()),
        static_cast<unsigned>(date.day()),
        time.hours().count(),
        time.minutes().count(),
        time.seconds().count()
    );
}

Command command_of(BindRole role) {
    switch (role) {
    case BindRole::transceiver:
        return Command::bind_transceiver;
    case BindRole::transmitter:
        return Command::bind_transmitter;
    case BindRole::receiver:
        return Command::bind_receiver;
    }
    return Command::bind_transceiver;
}

send::Pause cut_off(std::string_view why) {
    return {"gateway.unreachable", std::string{why}, false};
}

}

Counts& Counts::operator+=(const Counts& more) {
    submits += more.submits;
    answers += more.answers;
    answers_nobody_waited_for += more.answers_nobody_waited_for;
    receipts += more.receipts;
    texts_put_off += more.texts_put_off;
    bodies_unreadable += more.bodies_unreadable;
    return *this;
}

Session::Session(const SmppSettings& settings, Account& account, BindPlan plan)
    : settings_(settings), account_(account), pace_(account.pace), plan_(plan) {
    COHORT_ENSURE(faults(settings).empty(), "settings are checked before a gateway is made");
}

void Session::connected(Instant now) {
    COHORT_ENSURE(state_ == State::unbound, "a session connects once");
    state_ = State::binding;
    heard_at_ = now;
    const Bind bind{
        .system_id = settings_.system_id,
        .password = settings_.password.reveal(),
        .system_type = settings_.system_type,
    };
    request(command_of(plan_.role), bind, Flight::Kind::bind, now + settings_.connect_wait);
}

void Session::received(std::string_view bytes, Instant now) {
    if (over()) {
        return;
    }
    // Most reads begin where the last PDU ended, so they are parsed where they are.
    const bool left_over = !in_.empty();
    if (left_over) {
        in_.append(bytes);
        bytes = in_;
    }
    std::size_t at = 0;
    while (!over()) {
        const std::string_view rest = bytes.substr(at);
        const Frame frame = next_frame(rest);
        if (frame.state == Frame::State::broken) {
            drop(cut_off("impossible command_length"));
            break;
        }
        if (frame.state == Frame::State::incomplete) {
            break;
        }
        heard_at_ = now;
        handle(decode(rest.substr(0, frame.bytes)), now);
        at += frame.bytes;
    }
    if (left_over) {
        in_.erase(0, at);
    } else {
        in_.assign(bytes.substr(at));
    }
    if (out_.size() > output_bytes_max) {
        drop(cut_off("the centre writes and does not read"));
    }
    pump(now);
    note_slots(now);
}

void Session::handle(const Pdu& pdu, Instant now) {
    if (is_response(pdu.header.command)) {
        handle_answer(pdu, now);
        return;
    }
    switch (pdu.header.command) {
    case Command::deliver_sm:
        handle_deliver(pdu);
        return;
    case Command::enquire_link:
        answer(pdu.header, 0);
        return;
    case Command::unbind:
        static_cast<void>(
            append(farewell_, {{Command::unbind_resp, 0, pdu.header.sequence}, NoBody{}})
        );
        drop(cut_off("the centre said unbind"));
        return;
    default:
        static_cast<void>(append(
            out_, {{Command::generic_nack, status_not_understood, pdu.header.sequence}, NoBody{}}
        ));
        return;
    }
}

void Session::handle_answer(const Pdu& pdu, Instant now) {
    const bool nack = pdu.header.command == Command::generic_nack;
    if (nack && pdu.header.sequence == 0) {
        drop(cut_off("generic_nack without a sequence number"));
        return;
    }
    Flight* const found = flight_of(pdu.header.sequence);
    const auto is_for = [&](Flight::Kind kind, Command command) {
        return found != nullptr && found->kind == kind && (nack || pdu.header.command == command);
    };
    if (is_for(Flight::Kind::submit, Command::submit_sm_resp)) {
        const PartPlace place = found->place;
        found->kind = Flight::Kind::none;
        count_submits_in_flight(-1);
        forget_answered();
        handle_submit_answer(pdu, place, now);
    } else if (is_for(Flight::Kind::enquire, Command::enquire_link_resp)) {
        found->kind = Flight::Kind::none;
        --enquiries_in_flight_;
        forget_answered();
    } else if (is_for(Flight::Kind::bind, response_to(command_of(plan_.role)))) {
        found->kind = Flight::Kind::none;
        forget_answered();
        handle_bind_answer(pdu, now);
    } else if (is_for(Flight::Kind::query, Command::query_sm_resp)) {
        found->kind = Flight::Kind::none;
        forget_answered();
        handle_query_answer(pdu, now);
    } else if (is_for(Flight::Kind::unbind, Command::unbind_resp)) {
        found->kind = Flight::Kind::none;
        drop(cut_off("unbound"));
    } else if (!(nack || pdu.header.command == Command::submit_sm_resp)
               || !handle_late_answer(pdu, now)) {
        ++counts_.answers_nobody_waited_for;
    }
}

void Session::handle_bind_answer(const Pdu& pdu, Instant now) {
    if (pdu.header.status != 0 || pdu.header.command == Command::generic_nack) {
        drop(pause_of_bind(response_to(command_of(plan_.role)), pdu.header.status));
        return;
    }
    state_ = State::bound;
    submit_answered_at_ = now;
    events_.push_back(Bound{});
    if (stopping_) {
        unbind(now);
    }
}

void Session::handle_submit_answer(const Pdu& pdu, const PartPlace& place, Instant now) {
    ++counts_.answers;
    submit_answered_at_ = now;
    end_stall();
    Message* const message = message_of(place);
    if (message == nullptr) {
        return; // settled meanwhile; cannot happen while the flight is open, and harmless
    }
    take_submit_answer(pdu, message->parts[place.part], now);
    settle(place, now);
}

void Session::take_submit_answer(const Pdu& pdu, Part& part, Instant now) {
    const auto* body = std::get_if<MessageResp>(&pdu.body);
    if (pdu.header.status != 0) {
        handle_refusal(part, pdu.header.status, now);
    } else if (pdu.header.command == Command::generic_nack || body == nullptr) {
        ++counts_.bodies_unreadable;
        part.state = Part::State::unknown;
        part.reason = "sms.answer_unreadable";
    } else {
        part.state = Part::State::accepted;
        part.reference = answer_reference(body->message_id, settings_.message_id_format);
        pace_.accepted(now);
        if (account_.wrong) {
            account_.wrong = false;
            events_.push_back(Resumed{Concerns::account});
        }
    }
}

bool Session::handle_late_answer(const Pdu& pdu, Instant now) {
    Part* const part = late_answers_.part_of(pdu.header.sequence);
    if (part == nullptr) {
        return false;
    }
    ++counts_.answers;
    submit_answered_at_ = now;
    end_stall();
    take_submit_answer(pdu, *part, now);
    const auto pause = std::chrono::ceil<Milliseconds>(pace_.next_change(now).value_or(now) - now);
    if (auto settled = late_answers_.settle(pause)) {
        events_.push_back(AnsweredLate{settled->key, std::move(settled->outcome)});
    }
    return true;
}

void Session::handle_refusal(Part& part, std::uint32_t status, Instant now) {
    const StatusMeaning meaning = meaning_of(status);
    part.status = status;
    part.state = Part::State::not_sent;
    switch (meaning.verdict) {
    case Verdict::refused_for_good:
    case Verdict::refused_for_now:
        part.state = Part::State::refused;
        return;
    case Verdict::not_now:
        return;
    case Verdict::slow_down:
        pace_.slow_down(now);
        if (!account_.slowed && !account_.wrong) {
            account_.slowed = true;
            events_.push_back(Paused{
                {std::string{meaning.reason}, detail_of("submit_sm_resp", status), false},
                Concerns::account
            });
        }
        end_unsent(meaning.reason);
        return;
    case Verdict::set_up_wrong:
        pace_.set_up_wrong(now);
        if (!account_.wrong) {
            account_.wrong = true;
            account_.slowed = false;
            events_.push_back(Paused{pause_of_submit(status), Concerns::account});
        }
        end_unsent(meaning.reason);
        return;
    case Verdict::not_bound:
        drop(cut_off(detail_of("submit_sm_resp", status)));
        return;
    }
}

void Session::handle_deliver(const Pdu& pdu) {
    const auto* message = std::get_if<ShortMessage>(&pdu.body);
    if (message == nullptr) {
        ++counts_.bodies_unreadable;
        answer(pdu.header, status_never);
    } else if (is_receipt(*message)) {
        ++counts_.receipts;
        receipts_.sequences.push_back(pdu.header.sequence);
        receipts_.receipts.push_back(read_receipt(*message, receipt_dialect(settings_)));
    } else {
        ++counts_.texts_put_off;
        answer(pdu.header, status_again_later);
    }
}

std::optional<ReceiptBatch> Session::take_receipts() {
    if (!has_receipts()) {
        return std::nullopt;
    }
    keeping_ = true;
    return std::exchange(receipts_, {});
}

void Session::kept(const std::vector<std::uint32_t>& sequences, bool committed) {
    keeping_ = false;
    if (over()) {
        return; // the centre will send them again, and keeping them twice changes nothing
    }
    for (const std::uint32_t sequence : sequences) {
        answer({Command::deliver_sm, 0, sequence}, committed ? 0 : status_again_later);
    }
}

void Session::take_output(std::string& into) {
    into.clear();
    std::swap(into, out_);
    offered_ += into.size();
}

std::vector<Event> Session::take_events() {
    return std::exchange(events_, {});
}

std::size_t Session::attempts_ended() const {
    return static_cast<std::size_t>(std::ranges::count_if(events_, [](const Event& event) {
        return std::holds_alternative<AttemptEnded>(event);
    }));
}

std::size_t Session::free_slots(Instant now) const {
    if (state_ != State::bound || stopping_ || stalled_ || open_messages_ >= plan_.window) {
        return 0;
    }
    const std::size_t allowance = pace_.allowance(now);
    if (pace_.probing()) {
        return allowance > 0 && open_messages_ == 0 ? 1 : 0;
    }
    const std::size_t may_leave = allowance > queued() ? allowance - queued() : 0;
    return std::min(plan_.window - open_messages_, may_leave);
}

void Session::submit(send::Submission submission, Instant now, TimePoint wall_now) {
    const auto refuse = [&](send::AttemptOutcome outcome) {
        events_.push_back(AttemptEnded{submission.key, std::move(outcome)});
    };
    if (state_ != State::bound || stopping_) {
        refuse(send::NotSent{"gateway.connection_lost", "", std::nullopt});
        return;
    }
    if (open_messages_ >= plan_.window || stalled_ || pace_.paused(now)) {
        refuse(send::NotSent{"gateway.busy", "no free slot", std::nullopt});
        return;
    }
    if (submission.valid_until <= wall_now) {
        refuse(send::NotSent{"sms.too_late", "", std::nullopt});
        return;
    }
    const bool named = !submission.from.empty();
    Address source = source_address(named ? submission.from : settings_.source_default);
    if (!fits_address(source.digits)) {
        refuse(send::NotSent{"gateway.sender_refused", "longer than SMPP allows", std::nullopt});
        return;
    }
    std::string destination = std::move(submission.to);
    if (destination.starts_with('+')) {
        destination.erase(0, 1);
    }
    if (destination.empty() || !fits_address(destination)) {
        refuse(send::Refused{"sms.number_refused", "no E.164 number", send::Refused::For::good});
        return;
    }
    EncodedText text = encode_text(
        submission.text,
        {settings_.default_alphabet, settings_.long_texts},
        account_.references.next(destination)
    );
    if (text.parts.empty()) {
        refuse(send::Refused{"sms.too_long", "", send::Refused::For::good});
        return;
    }
    const std::size_t slot = take_slot();
    Message& message = messages_[slot];
    message.key = submission.key;
    message.source = std::move(source.digits);
    message.source_ton = source.ton;
    message.source_npi = source.npi;
    message.destination = std::move(destination);
    message.validity = validity_of(submission.valid_until);
    message.esm_class = text.esm_class;
    message.data_coding = text.data_coding;
    std::string tlvs;
    if (settings_.send_user_message_reference) {
        append_u16_tlv(
            tlvs, Tag::user_message_reference, send::short_reference(submission.reference)
        );
    }
    message.submitted_at = now;
    message.begin_by = submission.begin_by;
    message.parts.clear();
    message.parts.reserve(text.parts.size());
    for (std::size_t i = 0; i < text.parts.size(); ++i) {
        EncodedPart& part = text.parts[i];
        message.parts.push_back({
            .octets = std::move(part.octets),
            .tlvs = tlvs + part.tlvs,
            .segments = part.segments,
        });
        waiting_.push_back({slot, message.serial, i});
    }
    pump(now);
    no_slots_seen_ = no_slots_seen_ || free_slots(now) == 0;
}

ShortMessage Session::pdu_of(const Message& message, const Part& part) const {
    return {
        .service_type = settings_.service_type,
        .source_ton = message.source_ton,
        .source_npi = message.source_npi,
        .source = message.source,
        .destination_ton = ton_international,
        .destination_npi = npi_isdn,
        .destination = message.destination,
        .esm_class = message.esm_class,
        .validity_period = message.validity,
        .registered_delivery = 1, // a final receipt, always: 'delivered' is said by nothing else
        .data_coding = message.data_coding,
        .text = part.octets,
        .tlvs = part.tlvs,
    };
}

void Session::pump(Instant now) {
    while (state_ == State::bound && !waiting_.empty() && submits_in_flight_ < plan_.window
           && pace_.allowance(now) > 0 && !(pace_.probing() && account_.submits_in_flight > 0)) {
        const PartPlace place = waiting_.front();
        waiting_.pop_front();
        send_part(place, now);
    }
}

void Session::send_part(const PartPlace& place, Instant now) {
    Message* const message = message_of(place);
    if (message == nullptr) {
        return;
    }
    Part& part = message->parts[place.part];
    if (part.state != Part::State::waiting || !worth_continuing(message->parts)) {
        return;
    }
    const std::size_t before = out_.size();
    Flight& flight = request(
        Command::submit_sm,
        pdu_of(*message, part),
        Flight::Kind::submit,
        now + settings_.response_wait
    );
    COHORT_ENSURE(out_.size() > before, "every field was measured in submit");
    flight.place = place;
    part.state = Part::State::in_flight;
    ++part.submits;
    count_submits_in_flight(1);
    ++counts_.submits;
    pace_.sent(now, part.segments);
}

Session::Flight&
Session::request(Command command, const Body& body, Flight::Kind kind, Instant due) {
    const std::uint32_t sequence = sequence_of(flights_.size());
    static_cast<void>(append(out_, {{command, 0, sequence}, body}));
    flights_.push_back({kind, due, offered_ + out_.size(), {}});
    return flights_.back();
}

void Session::answer(const Header& request, std::uint32_t status) {
    const Command command = response_to(request.command);
    const Body body = command == Command::deliver_sm_resp ? Body{MessageResp{}} : Body{NoBody{}};
    static_cast<void>(append(out_, {{command, status, request.sequence}, body}));
}

Session::Flight* Session::flight_of(std::uint32_t sequence) {
    if (sequence == 0 || sequence > sequence_max) {
        return nullptr;
    }
    const std::uint64_t offset =
        (static_cast<std::uint64_t>(sequence) + sequence_max - first_sequence_) % sequence_max;
    return offset < flights_.size() ? &flights_[offset] : nullptr;
}

void Session::forget_answered() {
    while (!flights_.empty() && flights_.front().kind == Flight::Kind::none) {
        flights_.pop_front();
        first_sequence_ = first_sequence_ % sequence_max + 1;
    }
}

void Session::drop(send::Pause why) {
    if (over()) {
        return;
    }
    state_ = State::over;
    events_.push_back(Dropped{std::move(why)});
}

}

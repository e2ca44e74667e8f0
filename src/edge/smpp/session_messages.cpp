// The session's bookkeeping of messages, and what time does to them.
#include "edge/smpp/outcome_table.hpp"
#include "edge/smpp/session.hpp"

#include <algorithm>

namespace cohort::smpp {
namespace {

using namespace std::chrono_literals;

constexpr auto begin_wait_max = 10s;
constexpr auto rest_wait = 5s;
constexpr Milliseconds busy_wait = 30s; // as Jasmin does after ESME_RSYSERR

}

std::size_t Session::take_slot() {
    if (free_messages_.empty()) {
        free_messages_.push_back(messages_.size());
        messages_.emplace_back();
    }
    const std::size_t slot = free_messages_.back();
    free_messages_.pop_back();
    messages_[slot].open = true;
    messages_[slot].serial = next_serial_++;
    ++open_messages_;
    return slot;
}

Session::Message* Session::message_of(const PartPlace& place) {
    Message& message = messages_[place.slot];
    return message.open && message.serial == place.serial ? &message : nullptr;
}

void Session::end_message(std::size_t slot, send::AttemptOutcome outcome) {
    Message& message = messages_[slot];
    events_.push_back(AttemptEnded{message.key, std::move(outcome)});
    message.open = false;
    // Nothing about a patient stays after the end.
    message.destination.clear();
    message.parts.clear();
    free_messages_.push_back(slot);
    --open_messages_;
    slot_came_free_ = true;
}

// After a part changed: ends the message, or sends its rest, when that is due.
void Session::settle(const PartPlace& place, Instant now) {
    Message* const message = message_of(place);
    if (message == nullptr) {
        return;
    }
    const auto pause_ends = pace_.next_change(now).value_or(now);
    const auto pause = std::chrono::ceil<Milliseconds>(pause_ends - now);
    const Milliseconds not_before = pace_.paused(now) ? pause : busy_wait;
    Conclusion conclusion = conclude(message->parts, not_before, state_ == State::bound);
    if (auto* outcome = std::get_if<send::AttemptOutcome>(&conclusion)) {
        const bool may_be_answered = std::ranges::any_of(message->parts, [](const Part& part) {
            return part.sequence != 0;
        });
        if (may_be_answered && std::holds_alternative<send::InDoubt>(*outcome)) {
            late_answers_.expect(message->key, std::move(message->parts), now);
        }
        end_message(place.slot, std::move(*outcome));
        return;
    }
    if (!std::holds_alternative<SendRest>(conclusion)) {
        return;
    }
    const Instant again_at = std::max(pause_ends, now + rest_wait);
    for (std::size_t i = 0; i < message->parts.size(); ++i) {
        Part& part = message->parts[i];
        if (part.state == Part::State::not_sent || part.state == Part::State::waiting) {
            part.state = Part::State::waiting;
            part.status = 0;
            later_.push_back({again_at, {place.slot, place.serial, i}});
        }
    }
}

// Messages of which nothing has left are given back when the gateway pauses or stops.
void Session::end_unsent(std::string_view reason) {
    for (std::size_t slot = 0; slot < messages_.size(); ++slot) {
        const Message& message = messages_[slot];
        const bool unsent =
            message.open && std::ranges::all_of(message.parts, [](const Part& part) {
                return part.state == Part::State::waiting && part.submits == 0;
            });
        if (unsent) {
            end_message(slot, send::NotSent{std::string{reason}, "", std::nullopt});
        }
    }
    std::erase_if(waiting_, [&](const PartPlace& place) { return message_of(place) == nullptr; });
}

// Takes back the submit_sm of texts that are to begin until `begin_by_most` and that lie in our own
// buffer, unless a part of the same text has left.
void Session::recall_unoffered(Milliseconds begin_by_most, const send::NotSent& why) {
    std::map<std::size_t, std::size_t> unoffered; // submit_sm by slot
    for (const Flight& flight : flights_) {
        const bool here = flight.kind == Flight::Kind::submit && flight.last_byte > offered_;
        const Message* const message = here ? message_of(flight.place) : nullptr;
        if (message != nullptr && message->begin_by <= begin_by_most) {
            ++unoffered[flight.place.slot];
        }
    }
    std::erase_if(unoffered, [&](const auto& entry) {
        std::size_t submits = 0;
        for (const Part& part : messages_[entry.first].parts) {
            submits += part.submits;
        }
        return submits > entry.second;
    });
    std::string kept;
    for (std::string_view rest = out_; !rest.empty();) {
        const std::string_view frame = rest.substr(0, next_frame(rest).bytes);
        rest.remove_prefix(frame.size());
        const Header header = decode(frame).header;
        Flight* const flight = is_response(header.command) ? nullptr : flight_of(header.sequence);
        const bool submits = flight != nullptr && flight->kind == Flight::Kind::submit;
        if (submits && unoffered.contains(flight->place.slot)) {
            flight->kind = Flight::Kind::none;
            count_submits_in_flight(-1);
            --counts_.submits;
            continue;
        }
        kept += frame;
        if (flight != nullptr) {
            flight->last_byte = offered_ + kept.size();
        }
    }
    out_ = std::move(kept);
    forget_answered();
    for (const auto& [slot, submits] : unoffered) {
        end_message(slot, why);
    }
}

// Nearly always nothing is late, and a look at what lies in the buffer says so.
void Session::recall_late(Milliseconds uptime) {
    for (auto flight = flights_.rbegin(); flight != flights_.rend(); ++flight) {
        if (flight->kind != Flight::Kind::submit) {
            continue;
        }
        if (flight->last_byte <= offered_) {
            return;
        }
        const Message* const message = message_of(flight->place);
        if (message != nullptr && message->begin_by <= uptime) {
            recall_unoffered(uptime, {"gateway.busy", "not begun in time", std::nullopt});
            return;
        }
    }
}

std::uint32_t Session::sequence_of(std::size_t flight) const {
    return static_cast<std::uint32_t>(
        (static_cast<std::uint64_t>(first_sequence_) - 1 + flight) % sequence_max + 1
    );
}

void Session::tick(Instant now) {
    if (over()) {
        return;
    }
    tick_flights(now);
    tick_waiting(now);
    late_answers_.forget(now);
    if (state_ == State::bound && enquiries_in_flight_ == 0 && now - heard_at_ >= settings_.idle) {
        request(
            Command::enquire_link, NoBody{}, Flight::Kind::enquire, now + settings_.response_wait
        );
        ++enquiries_in_flight_;
    }
    if (account_.slowed && !pace_.paused(now)) {
        account_.slowed = false;
        events_.push_back(Resumed{Concerns::account});
    }
    pump(now);
    ask(now);
    if (state_ == State::bound && stopping_ && open_messages_ == 0) {
        unbind(now);
    }
    note_slots(now);
}

// Requests are in the order in which they were made, and those of a kind wait equally long; the few
// of other kinds among them are looked at as well.
void Session::tick_flights(Instant now) {
    for (std::size_t i = 0; i < flights_.size() && !over(); ++i) {
        Flight& flight = flights_[i];
        if (flight.kind == Flight::Kind::none || now < flight.due) {
            if (flight.kind == Flight::Kind::submit) {
                break;
            }
            continue;
        }
        if (flight.kind == Flight::Kind::query) {
            flight.kind = Flight::Kind::none;
            const auto question = asked_.extract(sequence_of(i));
            answer_question(question.mapped(), send::LookUpAnswer::Found::no_answer, "");
            continue;
        }
        if (flight.kind != Flight::Kind::submit) {
            drop({"gateway.unreachable", "no answer to bind, unbind or enquire_link", false});
            return;
        }
        if (flight.last_byte > offered_) {
            // It still lies in our buffer and could leave later: only the end of the connection
            // makes it certain.
            drop({"gateway.unreachable", "the centre does not read", false});
            return;
        }
        const PartPlace place = flight.place;
        flight.kind = Flight::Kind::none;
        count_submits_in_flight(-1);
        if (!stalled_ && now - submit_answered_at_ >= settings_.response_wait) {
            stalled_ = true;
            events_.push_back(
                Paused{{"gateway.not_answering", "no submit_sm_resp", false}, Concerns::bind}
            );
            end_unsent("gateway.not_answering");
        }
        if (Message* const message = message_of(place)) {
            Part& part = message->parts[place.part];
            part.state = Part::State::unknown;
            part.reason = "sms.no_answer";
            part.sequence = sequence_of(i);
            settle(place, now);
        }
    }
    forget_answered();
    if (stalled_ && submits_in_flight_ == 0) {
        pace_.probe();
        drop({"gateway.not_answering", "no submit_sm_resp", false});
    }
}

void Session::tick_waiting(Instant now) {
    for (auto& part : later_) {
        if (part.at <= now) {
            waiting_.push_back(part.place);
        }
    }
    std::erase_if(later_, [&](const LaterPart& part) { return part.at <= now; });
    while (!waiting_.empty()) {
        const PartPlace place = waiting_.front();
        const Message* const message = message_of(place);
        if (message != nullptr) {
            const bool begun = std::ranges::any_of(message->parts, [](const Part& part) {
                return part.submits > 0;
            });
            if (begun || now - message->submitted_at < begin_wait_max) {
                return;
            }
            end_message(
                place.slot, send::NotSent{"gateway.busy", "not begun in time", std::nullopt}
            );
        }
        waiting_.pop_front();
    }
}

void Session::end_stall() {
    if (stalled_) {
        stalled_ = false;
        events_.push_back(Resumed{Concerns::bind});
    }
}

void Session::count_submits_in_flight(std::ptrdiff_t more) {
    submits_in_flight_ += static_cast<std::size_t>(more);
    account_.submits_in_flight += static_cast<std::size_t>(more);
}

void Session::stop(Instant now) {
    if (stopping_) {
        return;
    }
    stopping_ = true;
    recall_unoffered(Milliseconds::max(), {"gateway.stopped", "", std::nullopt});
    end_unsent("gateway.stopped");
    end_questions();
    if (state_ == State::bound && open_messages_ == 0) {
        unbind(now);
    }
}

void Session::unbind(Instant now) {
    state_ = State::unbinding;
    request(Command::unbind, NoBody{}, Flight::Kind::unbind, now + settings_.response_wait);
}

void Session::lost(std::uint64_t bytes_handed_at_most) {
    state_ = State::over;
    for (const Flight& flight : flights_) {
        Message* const message =
            flight.kind == Flight::Kind::submit ? message_of(flight.place) : nullptr;
        if (message == nullptr) {
            continue;
        }
        Part& part = message->parts[flight.place.part];
        const bool whole = flight.last_byte <= bytes_handed_at_most;
        part.state = whole ? Part::State::unknown : Part::State::not_sent;
        part.reason = whole ? "sms.connection_cut" : "gateway.connection_lost";
    }
    flights_.clear();
    count_submits_in_flight(-static_cast<std::ptrdiff_t>(submits_in_flight_));
    enquiries_in_flight_ = 0;
    waiting_.clear();
    later_.clear();
    receipts_ = {};
    end_questions();
    for (std::size_t slot = 0; slot < messages_.size(); ++slot) {
        if (!messages_[slot].open) {
            continue;
        }
        Conclusion conclusion = conclude(messages_[slot].parts, busy_wait, false);
        auto* outcome = std::get_if<send::AttemptOutcome>(&conclusion);
        COHORT_ENSURE(outcome != nullptr, "without a link every message has an end");
        end_message(slot, std::move(*outcome));
    }
}

std::optional<Instant> Session::next_deadline(Instant now) const {
    if (over()) {
        return std::nullopt;
    }
    std::optional<Instant> next;
    const auto consider = [&](std::optional<Instant> at) {
        if (at && (!next || *at < *next)) {
            next = at;
        }
    };
    bool submit_seen = false;
    for (const Flight& flight : flights_) {
        if (flight.kind == Flight::Kind::none
            || (flight.kind == Flight::Kind::submit && submit_seen)) {
            continue;
        }
        submit_seen = submit_seen || flight.kind == Flight::Kind::submit;
        consider(flight.due);
        if (submit_seen && enquiries_in_flight_ == 0) {
            break;
        }
    }
    if (state_ == State::bound && enquiries_in_flight_ == 0) {
        consider(heard_at_ + settings_.idle);
    }
    if (account_.slowed || no_slots_seen_ || !waiting_.empty()) {
        consider(pace_.next_change(now));
    }
    for (const LaterPart& part : later_) {
        consider(part.at);
    }
    if (!waiting_.empty()) {
        consider(now + 1s);
    }
    return next;
}

// Once for each input that freed slots, however many.
void Session::note_slots(Instant now) {
    const bool none = free_slots(now) == 0;
    if ((no_slots_seen_ || slot_came_free_) && !none) {
        events_.push_back(SlotsFree{});
        slot_came_free_ = false;
    }
    no_slots_seen_ = none;
}

}

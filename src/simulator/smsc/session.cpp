#include "simulator/smsc/session.hpp"

#include <utility>

namespace cohort::simulator::smsc {

namespace {

using namespace std::chrono_literals;

constexpr auto bind_wait_max = 15s;
constexpr auto silence_max = 90s; // then an enquire_link; after as long again the line ends

}

Session::Session(Centre& centre, std::function<void()> wake)
    : centre_(centre), wake_(std::move(wake)), id_(centre.next_session()), heard_at_(centre.now()) {
}

Session::~Session() {
    std::vector<PendingReceipt> unacknowledged;
    unacknowledged.reserve(in_flight_.size());
    for (auto& [sequence, receipt] : in_flight_) {
        unacknowledged.push_back(std::move(receipt));
    }
    centre_.closed(*this, std::move(unacknowledged));
}

void Session::receive(std::string_view bytes) {
    heard_at_ = centre_.now();
    asked_ = false;
    in_ += bytes;
    std::string_view left = in_;
    while (!outlet_.ended()) {
        const auto header = read_header(left);
        if (!header) {
            break;
        }
        if (header->length < header_bytes || header->length > pdu_bytes_max) {
            // Where the next PDU begins is unknown now.
            reply(command::generic_nack, status::bad_length, header->sequence);
            end(0);
            break;
        }
        if (left.size() < header->length) {
            break;
        }
        handle(*header, left.substr(header_bytes, header->length - header_bytes));
        left.remove_prefix(header->length);
    }
    in_.erase(0, in_.size() - left.size());
}

void Session::handle(const Header& header, std::string_view body) {
    switch (header.id) {
    case command::bind_receiver:
    case command::bind_transmitter:
    case command::bind_transceiver:
        bind(header, body);
        return;
    case command::submit_sm:
        submit(header, body);
        return;
    case command::deliver_sm | command::response:
        delivered(header);
        return;
    case command::enquire_link:
        reply(command::enquire_link | command::response, status::ok, header.sequence);
        return;
    case command::unbind:
        reply(command::unbind | command::response, status::ok, header.sequence);
        state_ = State::unbound;
        end(0);
        return;
    case command::enquire_link | command::response:
    case command::generic_nack:
        return;
    default:
        reply(command::generic_nack, status::bad_command, header.sequence);
        return;
    }
}

void Session::bind(const Header& header, std::string_view body) {
    const auto refuse = [&](std::uint32_t why) {
        reply(header.id | command::response, why, header.sequence);
    };
    if (state_ != State::open) {
        refuse(status::already_bound);
        return;
    }
    const auto read = read_bind(body);
    const CentreOptions& options = centre_.options();
    if (!read) {
        refuse(status::bad_length);
        end(0);
        return;
    }
    if (!options.system_id.empty() && read->system_id != options.system_id) {
        refuse(status::bad_system_id);
        end(0);
        return;
    }
    if (!options.password.empty() && read->password != options.password) {
        refuse(status::bad_password);
        end(0);
        return;
    }
    system_id_ = read->system_id;
    state_ = header.id == command::bind_receiver      ? State::receiver
             : header.id == command::bind_transmitter ? State::transmitter
                                                      : State::transceiver;
    std::string answer;
    append_bind_answer(answer, header.id, status::ok, header.sequence, options.own_name);
    outlet_.hold(0, answer);
    centre_.bound(*this);
}

void Session::submit(const Header& header, std::string_view body) {
    const auto refuse = [&](std::uint32_t why) {
        std::string answer;
        append_submit_answer(answer, why, header.sequence, {});
        hold_answer(0, std::move(answer), AnswerOrder::as_asked);
    };
    if (state_ != State::transmitter && state_ != State::transceiver) {
        refuse(status::bad_bind_state);
        return;
    }
    const auto read = read_submit(body);
    if (!read) {
        refuse(status::bad_length);
        return;
    }
    centre_.submit(*this, header.sequence, *read);
}

void Session::delivered(const Header& header) {
    auto found = in_flight_.extract(header.sequence);
    if (!found.empty()) {
        centre_.acknowledged(*this, found.mapped(), header.status);
    }
}

void Session::deliver(std::uint64_t n, Receipt receipt, PendingReceipt pending) {
    const std::uint32_t sequence = next_sequence_;
    next_sequence_ = next_sequence_ == 0x7FFFFFFF ? 1 : next_sequence_ + 1;
    std::string bytes;
    append_receipt(bytes, sequence, receipt);
    in_flight_.emplace(sequence, std::move(pending));
    outlet_.hold(n, bytes);
}

void Session::hold_answer(std::uint64_t n, std::string bytes, AnswerOrder order) {
    if (order == AnswerOrder::after_the_next) {
        kept_back_ += bytes;
        return;
    }
    // What was kept back has a lower record number, so the newer one's durability covers it.
    bytes += std::exchange(kept_back_, {});
    outlet_.hold(n, bytes);
}

void Session::hold_late(std::uint64_t n, std::string_view bytes) {
    outlet_.hold(n, bytes);
    wake_();
}

void Session::end(std::uint64_t n) {
    outlet_.end(n);
}

void Session::reply(std::uint32_t id, std::uint32_t status, std::uint32_t sequence) {
    std::string answer;
    append_empty(answer, id, status, sequence);
    outlet_.hold(0, answer);
}

void Session::look_at_clock() {
    const auto silent = centre_.now() - heard_at_;
    if ((state_ == State::open && silent > bind_wait_max) || silent > 2 * silence_max) {
        end(0);
        wake_();
    } else if (silent > silence_max && !asked_) {
        asked_ = true;
        reply(command::enquire_link, 0, next_sequence_++);
        wake_();
    }
}

}

#pragma once
// One SMPP connection, without the socket: bytes in, bytes to send in the outlet.
#include "simulator/outlet.hpp"
#include "simulator/smsc/centre.hpp"
#include "simulator/smsc/pdu.hpp"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cohort::simulator::smsc {

class Session {
public:
    // `wake` is called when something was put in the outlet other than by receive().
    Session(Centre& centre, std::function<void()> wake);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    void receive(std::string_view bytes);
    // To be called every few seconds: asks a silent client whether it is there, ends the line if it
    // is not.
    void look_at_clock();

    Outlet& outlet() { return outlet_; }

    const Outlet& outlet() const { return outlet_; }

    std::uint64_t id() const { return id_; }

    const std::string& system_id() const { return system_id_; }

    bool may_receive() const { return state_ == State::receiver || state_ == State::transceiver; }

    std::size_t receipts_in_flight() const { return in_flight_.size(); }

    // For the centre:
    void deliver(std::uint64_t n, Receipt receipt, PendingReceipt pending);
    void hold_answer(std::uint64_t n, std::string bytes, AnswerOrder order);
    void hold_late(std::uint64_t n, std::string_view bytes);
    void end(std::uint64_t n);

    void wake() { wake_(); }

private:
    enum class State { open, transmitter, receiver, transceiver, unbound };

    void handle(const Header& header, std::string_view body);
    void bind(const Header& header, std::string_view body);
    void submit(const Header& header, std::string_view body);
    void delivered(const Header& header);
    void reply(std::uint32_t id, std::uint32_t status, std::uint32_t sequence);

    Centre& centre_;
    std::function<void()> wake_;
    std::uint64_t id_;
    State state_ = State::open;
    std::string system_id_;
    std::string in_;
    Outlet outlet_;
    std::uint32_t next_sequence_ = 1;
    std::unordered_map<std::uint32_t, PendingReceipt> in_flight_;
    std::string kept_back_; // answers that go out after the next one
    TimePoint heard_at_;
    bool asked_ = false;
};

}

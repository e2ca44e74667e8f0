#pragma once
// Inside the gateway: one connection with its session. Three coroutines read, write and keep
// receipts, a fourth wakes at the session's deadlines; all four end soon after the session does.
// The writer alone decides the end: it knows which bytes may have been handed to the kernel.
#include "edge/smpp/session.hpp"
#include "edge/smpp/smpp_gateway.hpp"

#include <boost/asio/steady_timer.hpp>

#include <memory>
#include <string>
#include <vector>

namespace cohort::smpp {

// Wakes one waiting coroutine; a wake-up nobody waits for is not remembered, so look at the
// condition first.
class Signal {
public:
    explicit Signal(const Executor& executor) : timer_(executor) {}

    void wake() { timer_.cancel(); }

    // Until woken, or `at_most`.
    Task<> wait(Milliseconds at_most);

private:
    boost::asio::steady_timer timer_;
};

class SmppGateway::Link : public std::enable_shared_from_this<SmppGateway::Link> {
public:
    Link(SmppGateway& gateway, KeptBind& bind, std::unique_ptr<net::ByteStream> stream);

    // Returns when every submission has its end and the connection is closed.
    Task<> run();
    void submit(std::vector<send::Submission> submissions);
    // See Session::look_up; the gateway is told the answer.
    void look_up(send::LookUp question, std::uint64_t token);
    void stop();
    // Ends the session now, whatever is open.
    void cut();

    std::size_t free_slots() const;

    const Session& session() const { return session_; }

private:
    Task<> read();
    Task<> write();
    Task<> keep_receipts();
    Task<bool> keep(std::vector<send::Receipt> receipts);
    Task<> keep_time();
    Task<> hear_last_words();
    Task<> write_farewell();

    void after_input();
    void tell_events();
    void tell(Event event);
    void end(std::optional<send::Pause> why);

    SmppGateway& gateway_;
    KeptBind& bind_;
    std::unique_ptr<net::ByteStream> stream_;
    Session session_;
    Signal to_write_;
    Signal to_keep_;
    Signal to_read_;
    Signal time_changed_;
    Instant wakes_at_ = Instant::max();
    std::uint64_t handed_ = 0; // bytes that may have left
    bool over_ = false;
    bool broken_ = false; // a write has failed; answers may still be read
    bool writing_ = false;
    bool telling_ = false;
    std::string output_;
};

}

#pragma once
// One place in the pool: connects when it is wanted, holds one conversation, sleeps when nobody
// needs it, connects again. It moves bytes and watches the clock; what they mean is the Session's
// business. Threads: the gateway's executor only.
#include "base/uptime.hpp"
#include "edge/smtp/bell.hpp"
#include "edge/smtp/connector.hpp"
#include "edge/smtp/session.hpp"
#include "edge/smtp/settings.hpp"

#include <chrono>
#include <deque>
#include <memory>
#include <vector>

namespace cohort::smtp {

// What a lane tells the gateway. None of these calls comes back into the lane before it returns.
class LaneOwner {
public:
    virtual ~LaneOwner() = default;
    virtual void ended(std::vector<Ended> attempts) = 0;
    virtual void connected() = 0;
    virtual void failed(send::Pause why) = 0;
    virtual void room_changed() = 0;
    // The relay answered well when last asked, so a sleeping lane may promise a place.
    virtual bool healthy() const = 0;
    // How long nobody may connect.
    virtual net::Duration hold() const = 0;
    // As settings.access_token says now. Requires: there is one.
    virtual Task<Result<Password>> access_token() = 0;
};

class Lane {
public:
    // `probes`: connects unasked while the relay is not healthy. One lane of a gateway does.
    Lane(
        const SmtpSettings& settings,
        Connector& connector,
        LaneOwner& owner,
        const Uptime& uptime,
        Executor executor,
        bool probes
    );

    // Until stop_politely or abort, and everything given has ended.
    Task<> run();

    // others: the connection is another node's to use. What is open ends, and none is opened.
    enum class Use { ours, others };
    void use(Use use);

    // Ours, or not closed yet.
    bool counts() const { return use_ == Use::ours || opening_; }

    // How many messages give() takes now.
    std::size_t room() const;

    bool connected() const { return session_ != nullptr; }

    // Connected, with nothing to do.
    bool idle() const;
    // Requires: room() > 0.
    void give(Outgoing letter);

    // Finishes what is open and leaves; connects again when wanted.
    void rest();
    // The same, for good.
    void stop_politely();
    // Ends what is open now, for good.
    void abort();

private:
    using Clock = std::chrono::steady_clock;

    bool wanted() const;
    Task<> connect_and_converse();
    Task<Result<SessionOptions>> session_options();
    void not_connected(send::Pause why);
    Task<bool> open();
    Task<bool> secure();
    Task<bool> write_output();
    Task<bool> read_input(net::Duration limit);
    Task<> converse();
    Task<> read_loop();
    Task<> write_loop();
    Task<> watch_loop();

    void hand_over(Outgoing letter);
    void stepped();
    bool set_deadline();
    void leave(Cut why);
    void end_waiting(const std::string& reason);

    const SmtpSettings& settings_;
    Connector& connector_;
    LaneOwner& owner_;
    const Uptime& uptime_;
    const bool probes_;
    Bell wake_;
    Bell output_;
    Bell watch_;
    Use use_ = Use::ours;
    bool opening_ = false; // from before it connects until it is closed
    bool stopping_ = false;
    bool writing_ = false;
    bool write_broken_ = false;
    std::deque<Outgoing> waiting_; // for a connection that is being made
    std::unique_ptr<net::ByteStream> stream_;
    std::unique_ptr<Session> session_; // null while not connected
    std::vector<char> buffer_;
    Clock::time_point deadline_;
    std::uint64_t progress_ = 0;
};

}

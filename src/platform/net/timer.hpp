#pragma once
// A wait that may be cut short; the only way in which the engine waits for time to pass. Follows
// the event loop's virtual time where it has one. Threads: the executor's. One wait at a time.
#include "platform/net/deadline.hpp"
#include "platform/net/virtual_time.hpp"

#include <boost/asio/steady_timer.hpp>

namespace cohort::net {

class Timer {
public:
    explicit Timer(const Executor& executor);

    // Until the time is up or somebody wakes it. A wake while nobody waits is not kept.
    Task<> wait(Duration most);

    void wake() { bell_.cancel(); }

private:
    boost::asio::steady_timer bell_;
    VirtualTime* time_; // null: the real one
};

}

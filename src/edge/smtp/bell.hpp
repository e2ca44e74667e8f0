#pragma once
// Lets one coroutine tell another, on the same executor, to look again. A ring while nobody waits
// is kept.
#include "platform/net/deadline.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cohort::smtp {

// The longest wait for a bell: it will be rung; this only keeps every wait bounded.
inline constexpr net::Duration look_again = std::chrono::hours(1);

class Bell {
public:
    explicit Bell(const Executor& executor) : timer_(executor) {}

    void ring() {
        rung_ = true;
        timer_.cancel();
    }

    // Until it rings or the time is up; the caller looks which.
    Task<> wait(net::Duration most) {
        if (!rung_ && most.count() > 0) {
            timer_.expires_after(most);
            boost::system::error_code ignored; // rung or not, the caller looks
            co_await timer_.async_wait(
                boost::asio::redirect_error(boost::asio::use_awaitable, ignored)
            );
        }
        rung_ = false;
    }

private:
    boost::asio::steady_timer timer_;
    bool rung_ = false;
};

}

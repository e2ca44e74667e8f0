#pragma once
// Inside net: the limit of one kind of wait on one stream. Arming it costs a look at the clock; the
// timer below is moved only when it would ring too late, so a busy connection rings it once per
// limit, not once per read.
#include "platform/net/deadline.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>

#include <cstdint>
#include <memory>

namespace cohort::net {

// Threads: the stream's strand only.
class Watch : public std::enable_shared_from_this<Watch> {
public:
    explicit Watch(const Executor& executor) : timer_(executor) {}

    void arm(Duration limit) {
        const auto now = std::chrono::steady_clock::now();
        deadline_ = now + limit;
        armed_ = true;
        passed_ = false;
        if (!ringing_ || timer_.expiry() > deadline_) {
            set_timer();
        }
    }

    void disarm() { armed_ = false; }

    // For good: lets the event loop forget the timer.
    void end() {
        armed_ = false;
        ++turn_;
        timer_.cancel();
    }

    bool passed() const { return passed_; }

    boost::asio::cancellation_slot slot() { return signal_.slot(); }

    void cancel() { signal_.emit(boost::asio::cancellation_type::terminal); }

private:
    void set_timer() {
        ringing_ = true;
        timer_.expires_at(deadline_);
        timer_.async_wait([self = shared_from_this(), turn = ++turn_](auto code) {
            if (!code && self->turn_ == turn) {
                self->ring();
            }
        });
    }

    void ring() {
        ringing_ = false;
        if (!armed_) {
            return;
        }
        if (std::chrono::steady_clock::now() < deadline_) {
            set_timer();
            return;
        }
        armed_ = false;
        passed_ = true;
        cancel();
    }

    boost::asio::steady_timer timer_;
    boost::asio::cancellation_signal signal_;
    std::chrono::steady_clock::time_point deadline_;
    std::uint64_t turn_ = 0;
    bool armed_ = false;
    bool passed_ = false;
    bool ringing_ = false;
};

}

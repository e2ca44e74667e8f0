#include "platform/net/timer.hpp"

#include "platform/net/virtual_time_service.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cohort::net {

namespace asio = boost::asio;

namespace {

VirtualTime* time_of(const Executor& executor) {
    auto& loop = asio::query(executor, asio::execution::context);
    return asio::has_service<VirtualTimeService>(loop)
               ? asio::use_service<VirtualTimeService>(loop).time()
               : nullptr;
}

}

Timer::Timer(const Executor& executor) : bell_(executor), time_(time_of(executor)) {}

Task<> Timer::wait(Duration most) {
    VirtualTime::Entry ring;
    if (time_ == nullptr) {
        bell_.expires_after(most);
    } else {
        bell_.expires_at(std::chrono::steady_clock::time_point::max());
        ring = time_->after(most, [this] { bell_.cancel(); });
    }
    boost::system::error_code rang; // or woken: the caller looks
    co_await bell_.async_wait(asio::redirect_error(asio::use_awaitable, rang));
}

}

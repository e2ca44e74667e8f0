#include "platform/net/deadline.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace cohort::net {

namespace asio = boost::asio;

Task<bool> finishes_within(Duration limit, Task<void> work) {
    auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer(executor, limit);
    auto group = asio::experimental::make_parallel_group(
        asio::co_spawn(executor, std::move(work), asio::deferred), timer.async_wait(asio::deferred)
    );
    // Either ending cancels the other, and both are waited for: nothing of `work` outlives this
    // call. (The operator || would wait for the timer when the work throws.)
    const auto [order, fault, timer_code] =
        co_await group.async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    const bool first = order[0] == 0;
    if (first && fault) {
        std::rethrow_exception(fault);
    }
    co_return first;
}

Task<bool> sleep_for(Duration time) {
    asio::steady_timer timer(co_await asio::this_coro::executor, time);
    const auto [code] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    co_return !code;
}

}

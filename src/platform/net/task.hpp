#pragma once
// The words every coroutine uses. Rules that hold for all of them: parameters by value, no
// capturing lambda as a coroutine, no lock, statement or transaction held across co_await, every
// await has a deadline.
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

namespace cohort {

template <class T = void>
using Task = boost::asio::awaitable<T>;

using Executor = boost::asio::any_io_executor;

}

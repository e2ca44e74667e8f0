#pragma once
// For tests: one thread, one event loop, run until a coroutine ends.
#include "platform/net/task.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>

#include <chrono>
#include <exception>
#include <future>
#include <memory>
#include <stdexcept>
#include <type_traits>
#include <utility>

namespace cohort::net {

class Loop {
public:
    Executor executor() { return io_.get_executor(); }

    boost::asio::io_context& io() { return io_; }

    // co_spawn's own use_future wants a T that can be made from nothing, which a Result cannot.
    template <class T>
    std::future<T> spawn(Task<T> task) {
        auto promise = std::make_shared<std::promise<T>>();
        auto future = promise->get_future();
        boost::asio::co_spawn(
            io_, keep(std::move(task), std::move(promise)), boost::asio::detached
        );
        return future;
    }

    // Throws what the coroutine throws, or when it takes more than half a minute.
    template <class T>
    T wait(std::future<T>& future) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (future.wait_for(std::chrono::seconds(0)) != std::future_status::ready) {
            if (std::chrono::steady_clock::now() > end) {
                throw std::runtime_error("the coroutine does not end");
            }
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds(100));
        }
        return future.get();
    }

    template <class T>
    T run(Task<T> task) {
        auto future = spawn(std::move(task));
        return wait(future);
    }

    // Everything that is ready.
    void poll() {
        io_.restart();
        io_.poll();
    }

private:
    template <class T>
    static Task<void> keep(Task<T> task, std::shared_ptr<std::promise<T>> promise) {
        try {
            if constexpr (std::is_void_v<T>) {
                co_await std::move(task);
                promise->set_value();
            } else {
                promise->set_value(co_await std::move(task));
            }
        } catch (...) {
            promise->set_exception(std::current_exception());
        }
    }

    boost::asio::io_context io_;
};

}

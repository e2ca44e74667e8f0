#include "platform/net/pool.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/thread_pool.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <atomic>
#include <exception>

namespace cohort::net {

namespace asio = boost::asio;

struct Pool::Inside {
    explicit Inside(Options chosen) : options(chosen), threads(chosen.threads) {}

    Options options;
    std::atomic<std::size_t> jobs = 0; // in line or running
    asio::thread_pool threads;
};

Pool::Pool(Options options) : inside_(std::make_unique<Inside>(options)) {}

Pool::~Pool() {
    inside_->threads.stop();
    inside_->threads.join();
}

Task<Outcome> Pool::run_job(std::function<void()> job) {
    Inside& inside = *inside_;
    if (inside.jobs.fetch_add(1) >= inside.options.queue_max + inside.options.threads) {
        inside.jobs.fetch_sub(1);
        co_return Error{ErrorKind::unavailable, "pool.full"};
    }
    const Executor caller = co_await asio::this_coro::executor;
    auto start = [&inside, &caller, &job](auto handler) {
        // The guard keeps the caller's event loop running while its only work is on our threads.
        asio::post(
            inside.threads,
            [&inside,
             job = std::move(job),
             guard = asio::make_work_guard(caller),
             handler = std::move(handler)]() mutable {
                std::exception_ptr fault;
                try {
                    job();
                } catch (...) {
                    fault = std::current_exception();
                }
                inside.jobs.fetch_sub(1);
                auto resume = [handler = std::move(handler), fault]() mutable {
                    std::move(handler)(fault);
                };
                asio::post(guard.get_executor(), std::move(resume));
            }
        );
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(start), asio::use_awaitable
    );
    co_return done();
}

}

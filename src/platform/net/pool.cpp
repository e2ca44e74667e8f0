#include "platform/net/pool.hpp"

#include "platform/net/job_line.hpp"

#include <boost/asio/async_result.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace cohort::net {

namespace asio = boost::asio;

struct Pool::Inside {
    explicit Inside(const Options& options);
    ~Inside();
    Inside(const Inside&) = delete;
    Inside& operator=(const Inside&) = delete;

    bool add(const Lane& lane, JobLine::Job& job);
    // Until there is nothing in line, or with wait: until the pool ends.
    enum class Idle { end, wait };
    void work(Idle idle);

    std::mutex mutex;
    std::condition_variable added;
    JobLine line;
    bool stopping = false;
    std::vector<std::jthread> threads; // last: they end before what they use
};

Pool::Inside::Inside(const Options& options) : line(options) {
    threads.reserve(options.threads);
    for (std::size_t i = 0; i < options.threads; ++i) {
        threads.emplace_back([this] { work(Idle::wait); });
    }
}

Pool::Inside::~Inside() {
    {
        const std::scoped_lock lock(mutex);
        stopping = true;
    }
    added.notify_all();
}

bool Pool::Inside::add(const Lane& lane, JobLine::Job& job) {
    const std::scoped_lock lock(mutex);
    const bool taken = line.add(lane, job);
    added.notify_one();
    return taken;
}

// A purpose that has all the threads it may have gets its next one from the thread that ends one of
// its jobs, so nobody needs to be woken for it.
void Pool::Inside::work(Idle idle) {
    std::unique_lock lock(mutex);
    while (!stopping) {
        std::optional<JobLine::Taken> taken = line.take();
        if (!taken && idle == Idle::end) {
            return;
        }
        if (!taken) {
            added.wait(lock);
            continue;
        }
        lock.unlock();
        std::exception_ptr fault;
        try {
            taken->job.work();
        } catch (...) {
            fault = std::current_exception();
        }
        taken->job.answer(std::move(fault));
        const std::string_view purpose = taken->purpose;
        taken.reset(); // what the job holds is let go outside the lock
        lock.lock();
        line.ended(purpose);
    }
}

Pool::Pool(const Options& options) : inside_(std::make_unique<Inside>(options)) {}

Pool::~Pool() = default;

Task<Outcome> Pool::run_job(Lane lane, std::function<void()> work) {
    const Executor caller = co_await asio::this_coro::executor;
    bool full = false;
    auto start = [this, &full, &lane, &caller, &work](auto handler) {
        // The guard keeps the caller's event loop running while its only work is on our threads.
        auto answer = [guard = asio::make_work_guard(caller),
                       handler = std::move(handler)](std::exception_ptr fault) mutable {
            auto resume = [handler = std::move(handler), fault = std::move(fault)]() mutable {
                std::move(handler)(std::move(fault));
            };
            asio::post(guard.get_executor(), std::move(resume));
        };
        JobLine::Job job{std::move(work), std::move(answer)};
        // When it was taken, the caller may go on, and this frame end, at any moment.
        if (!inside_->add(lane, job)) {
            full = true;
            job.answer(nullptr);
        } else if (inside_->threads.empty()) {
            inside_->work(Inside::Idle::end);
        }
    };
    co_await asio::async_initiate<const asio::use_awaitable_t<>, void(std::exception_ptr)>(
        std::move(start), asio::use_awaitable
    );
    if (full) {
        co_return Error{ErrorKind::unavailable, "pool.full"};
    }
    co_return done();
}

}

#include "platform/net/pool.hpp"

#include "platform/net/test_loop.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <future>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

namespace cohort::net {
namespace {

using namespace std::chrono_literals;

constexpr Purpose reading{"reading"};
constexpr Purpose hashing{"hashing", Purpose::Threads::half};

// Holds a job until it is opened; half a minute at most, so that a broken test ends.
class Gate {
public:
    ~Gate() { open(); }

    void open() {
        if (!is_open_.exchange(true)) {
            promise_.set_value();
        }
    }

    auto job() {
        return [this]() -> Outcome {
            ++begun_;
            opened_.wait_for(30s);
            return done();
        };
    }

    void wait_until_begun() const {
        while (begun_ == 0) {
            std::this_thread::yield();
        }
    }

private:
    std::promise<void> promise_;
    std::shared_future<void> opened_ = promise_.get_future().share();
    std::atomic<bool> is_open_ = false;
    std::atomic<int> begun_ = 0;
};

Task<bool> resumes_here(Pool* pool, std::thread::id* worker) {
    const auto here = std::this_thread::get_id();
    const auto ran = co_await pool->run({reading}, [worker]() -> Result<int> {
        *worker = std::this_thread::get_id();
        return 3;
    });
    co_return *ran == 3 && std::this_thread::get_id() == here;
}

Result<int> throw_in_pool() {
    throw std::runtime_error("in the pool");
}

TEST_CASE("pool: a job runs on another thread and its caller goes on where it was") {
    Loop loop;
    Pool pool({.threads = 1});
    std::thread::id worker;

    CHECK(loop.run(resumes_here(&pool, &worker)));
    CHECK(worker != std::this_thread::get_id());
}

TEST_CASE("pool: what a job throws is thrown at its caller, and the pool goes on") {
    Loop loop;
    Pool pool({.threads = 1});

    CHECK_THROWS_AS(
        static_cast<void>(loop.run(pool.run({reading}, throw_in_pool))), std::runtime_error
    );
    CHECK(*loop.run(pool.run({reading}, []() -> Result<int> { return 1; })) == 1);
}

TEST_CASE("pool: one job is not behind a thousand of somebody else's") {
    Loop loop;
    Pool pool({.threads = 1, .lane_jobs_max = 1'000, .purpose_jobs_max = 2'000});
    Gate gate;
    auto held = loop.spawn(pool.run({hashing}, gate.job()));
    loop.poll();
    gate.wait_until_begun();
    std::vector<std::string> order; // one thread writes, and the last future is waited for
    const auto note = [&order](std::string name) {
        return [&order, name = std::move(name)]() -> Outcome {
            order.push_back(name);
            return done();
        };
    };
    std::vector<std::future<Outcome>> ends;
    ends.reserve(1'001);
    for (int i = 0; i < 1'000; ++i) {
        ends.push_back(loop.spawn(pool.run({reading, 1}, note("first " + std::to_string(i)))));
    }
    loop.poll();
    ends.push_back(loop.spawn(pool.run({reading, 2}, note("second"))));
    loop.poll();

    gate.open();
    for (std::future<Outcome>& end : ends) {
        CHECK(loop.wait(end).ok());
    }

    CHECK(loop.wait(held).ok());
    REQUIRE(order.size() == 1'001);
    CHECK(order[0] == "first 0");
    CHECK(order[1] == "second");
    CHECK(order[2] == "first 1");
    CHECK(order[1'000] == "first 999");
}

TEST_CASE("pool: guessing passwords never takes all threads") {
    Loop loop;
    Pool pool({.threads = 2});
    Gate gate;
    std::vector<std::future<Outcome>> hashes;
    hashes.reserve(30);
    for (int i = 0; i < 30; ++i) {
        hashes.push_back(loop.spawn(pool.run({hashing, i}, gate.job())));
    }
    loop.poll();
    gate.wait_until_begun();

    // Each of them ends although a hash that does not end is running.
    for (int i = 0; i < 10; ++i) {
        CHECK(*loop.run(pool.run({reading}, [i]() -> Result<int> { return i; })) == i);
    }

    gate.open();
    for (std::future<Outcome>& hash : hashes) {
        CHECK(loop.wait(hash).ok());
    }
}

TEST_CASE("pool: jobs beyond the line are refused, not kept") {
    Loop loop;
    Pool pool({.threads = 1, .lane_jobs_max = 1});
    Gate gate;
    auto running = loop.spawn(pool.run({reading}, gate.job()));
    loop.poll();
    gate.wait_until_begun();
    auto in_line = loop.spawn(pool.run({reading}, gate.job()));
    loop.poll();

    CHECK(loop.run(pool.run({reading}, gate.job())).error().code == ErrorCode("pool.full"));
    gate.open();
    CHECK(loop.wait(running).ok());
    CHECK(loop.wait(in_line).ok());
}

TEST_CASE("pool: its end waits for the job that runs and leaves nobody hanging") {
    Loop loop;
    Gate gate;
    std::atomic<int> ended = 0;
    const auto work = [hold = gate.job(), &ended]() mutable -> Outcome {
        const Outcome held = hold();
        ++ended;
        return held;
    };
    std::future<Outcome> running;
    std::vector<std::future<Outcome>> in_line;
    {
        Pool pool({.threads = 1});
        running = loop.spawn(pool.run({reading}, work));
        loop.poll();
        gate.wait_until_begun();
        for (int i = 0; i < 5; ++i) {
            in_line.push_back(loop.spawn(pool.run({reading}, work)));
        }
        loop.poll();
        gate.open();
    }

    CHECK(ended >= 1);
    CHECK(loop.wait(running).ok());
    loop.poll();
    for (std::future<Outcome>& one : in_line) {
        // Ended before the pool did, or dropped with it; never left hanging.
        CHECK(one.wait_for(0s) == std::future_status::ready);
    }
}

// Goal for the thread sanitizer: many callers on several threads, all served.
TEST_CASE("pool: callers on many threads are all answered") {
    constexpr int callers = 4;
    constexpr int jobs = 500;
    Pool pool({.threads = 3, .lane_jobs_max = jobs, .purpose_jobs_max = 2 * jobs});
    std::atomic<int> ran = 0;
    std::vector<std::jthread> threads;
    threads.reserve(callers);
    for (int caller = 0; caller < callers; ++caller) {
        threads.emplace_back([&, caller] {
            Loop loop;
            std::vector<std::future<Result<int>>> answers;
            answers.reserve(jobs);
            for (int i = 0; i < jobs; ++i) {
                const Lane lane{i % 2 == 0 ? reading : hashing, caller};
                answers.push_back(loop.spawn(pool.run(lane, [&ran, i]() -> Result<int> {
                    ++ran;
                    return i;
                })));
            }
            for (int i = 0; i < jobs; ++i) {
                CHECK(*loop.wait(answers[static_cast<std::size_t>(i)]) == i);
            }
        });
    }
    threads.clear();

    CHECK(ran == callers * jobs);
}

TEST_CASE("pool: without threads a job is done where it is asked for") {
    Pool pool({.threads = 0});
    Loop loop;
    const auto here = []() -> Result<std::thread::id> { return std::this_thread::get_id(); };
    CHECK(loop.run(pool.run({reading}, here)).value() == std::this_thread::get_id());
    CHECK(loop.run(pool.run({hashing}, here)).value() == std::this_thread::get_id());
}

}
}

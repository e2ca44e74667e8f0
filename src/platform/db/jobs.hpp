#pragma once
// What both engines share: a job with the way to answer it, the bounded queue in which jobs wait
// for a database thread, and the bridge from a coroutine to that thread and back.
#include "base/limits.hpp"
#include "platform/db/database.hpp"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <iterator>
#include <mutex>
#include <optional>
#include <vector>

namespace cohort::db {

// How a job ended: an exception to be thrown at the caller, or an outcome.
struct Verdict {
    std::exception_ptr exception = nullptr;
    Outcome outcome = done();
};

using Answer = std::move_only_function<void(Verdict)>;
using WriteWork = std::function<bool(Transaction&)>;
using ReadWork = std::function<void(Snapshot&)>;

struct WaitingWrite {
    WriteWork work;
    Answer answer;
};

struct WaitingRead {
    ReadWork work;
    Answer answer;
};

// A connection that remembers the first statement that failed since the job began.
class EngineConnection : public Connection {
public:
    const std::optional<Error>& failure() const { return failure_; }

    void forget_failure() { failure_.reset(); }

protected:
    [[noreturn]] void fail(const Error& error);

private:
    std::optional<Error> failure_;
};

struct WriteEnd {
    bool keep; // false: roll back
    Verdict verdict;
};

// Neither throws.
WriteEnd run_write(const WriteWork& work, EngineConnection& connection);
Verdict run_read(const ReadWork& work, EngineConnection& connection);

Error unavailable(std::string detail);

// Waits without holding a thread; resumes on the caller's executor.
Task<Outcome> await_answer(std::move_only_function<void(Answer)> start);
// Blocks the thread.
Outcome wait_for_answer(std::move_only_function<void(Answer)> start);

// Jobs in order of arrival. A full or closed queue answers the job itself. Any thread.
template <class Job>
class JobQueue {
public:
    void push(Job job) {
        std::unique_lock lock(mutex_);
        if (closed_) {
            lock.unlock();
            job.answer({.outcome = unavailable("the database is being closed")});
            return;
        }
        if (waiting_.size() >= limits::db_queue_max) {
            lock.unlock();
            job.answer({.outcome = Error{ErrorKind::too_many, "db.overloaded"}});
            return;
        }
        waiting_.push_back(std::move(job));
        lock.unlock();
        arrived_.notify_one();
    }

    // At least one job and at most `most`; none only when the queue is closed and empty.
    std::vector<Job> take(std::size_t most) {
        std::unique_lock lock(mutex_);
        arrived_.wait(lock, [&] { return closed_ || !waiting_.empty(); });
        return take_waiting(most);
    }

    // What waits now, which may be nothing.
    std::vector<Job> take_at_once(std::size_t most) {
        const std::lock_guard lock(mutex_);
        return take_waiting(most);
    }

    // At least one job and at most `most`, or none at `until`.
    std::vector<Job> take_until(std::size_t most, std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        arrived_.wait_until(lock, until, [&] { return closed_ || !waiting_.empty(); });
        return take_waiting(most);
    }

    // Back to the front, for a thread that finds it cannot serve them.
    void give_back(std::vector<Job> taken) {
        {
            const std::lock_guard lock(mutex_);
            waiting_.insert(
                waiting_.begin(),
                std::make_move_iterator(taken.begin()),
                std::make_move_iterator(taken.end())
            );
        }
        arrived_.notify_all();
    }

    // Returns whether the queue was closed meanwhile. Jobs stay where they are.
    bool closed_before(std::chrono::steady_clock::time_point until) {
        std::unique_lock lock(mutex_);
        return closing_.wait_until(lock, until, [&] { return closed_; });
    }

    bool finished() {
        const std::lock_guard lock(mutex_);
        return closed_ && waiting_.empty();
    }

    void close() {
        {
            const std::lock_guard lock(mutex_);
            closed_ = true;
        }
        arrived_.notify_all();
        closing_.notify_all();
    }

private:
    std::vector<Job> take_waiting(std::size_t most) {
        const auto count = static_cast<std::ptrdiff_t>(std::min(most, waiting_.size()));
        std::vector<Job> taken(
            std::make_move_iterator(waiting_.begin()),
            std::make_move_iterator(waiting_.begin() + count)
        );
        waiting_.erase(waiting_.begin(), waiting_.begin() + count);
        return taken;
    }

    std::mutex mutex_;
    std::condition_variable arrived_;
    std::condition_variable closing_;
    std::deque<Job> waiting_;
    bool closed_ = false;
};

}

#pragma once
// Threads for work that would hold up the network: reading a list, hashing a password, rendering
// messages.
//     constexpr net::Purpose hashing{"hashing", net::Purpose::Threads::half};
//     Result<Hash> hash = co_await pool.run({hashing}, [password] { return make_hash(password); });
// Purposes take turns, and within a purpose those for whom it is done, a job at a time: nobody
// waits behind all that somebody else has in line. A job is not interrupted, so callers cut their
// work into jobs of some milliseconds. Within a lane, first come, first served. The caller resumes
// on its own executor. fn returns a Result; what it throws is thrown at the caller. Errors: those
// of fn; pool.full when too many jobs of the lane, or of its purpose, wait; other purposes do not
// notice. Threads: any coroutine may call. The destructor lets running jobs end and forgets those
// not begun.
#include "base/result.hpp"
#include "platform/net/task.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

namespace cohort::net {

// What a job is for. There are few, and their names live as long as the program.
struct Purpose {
    // How many of the threads it may take at one time; half is at least one.
    enum class Threads { all, half };

    std::string_view name;
    Threads threads = Threads::all;
};

// A purpose, and for whom: a practice's id, say. 0 where it is for nobody in particular.
struct Lane {
    Purpose purpose;
    std::int64_t whose = 0;
};

class Pool {
public:
    struct Options {
        // 0: each job at once, on the thread of who asks for it, as a simulation wants it.
        std::size_t threads = 2;
        // Waiting at one time.
        std::size_t lane_jobs_max = 100;
        std::size_t purpose_jobs_max = 1'000;
    };

    explicit Pool(const Options& options);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    template <class Fn, class R = std::invoke_result_t<Fn&>>
    Task<R> run(Lane lane, Fn fn) {
        // Shared with the job: the awaiting frame may be destroyed at shutdown while the job still
        // runs.
        auto answer = std::make_shared<std::optional<R>>();
        std::function<void()> job = [fn = std::move(fn), answer]() mutable {
            answer->emplace(fn());
        };
        const Outcome outcome = co_await run_job(lane, std::move(job));
        if (!outcome.ok()) {
            co_return outcome.error();
        }
        co_return std::move(**answer);
    }

private:
    struct Inside;

    Task<Outcome> run_job(Lane lane, std::function<void()> work);

    std::unique_ptr<Inside> inside_;
};

}

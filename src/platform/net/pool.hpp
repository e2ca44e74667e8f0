#pragma once
// Threads for work that would hold up the network: reading a list, hashing a password, rendering
// messages.
//     Result<Hash> hash = co_await pool.run([password] { return make_hash(password); });
// The caller resumes on its own executor. fn returns a Result; what it throws is thrown at the
// caller. Errors: those of fn; pool.full when more than queue_max jobs are in line. Threads: any
// coroutine may call. The destructor lets running jobs end and forgets those not begun.
#include "base/result.hpp"
#include "platform/net/task.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <type_traits>
#include <utility>

namespace cohort::net {

class Pool {
public:
    struct Options {
        std::size_t threads = 2;
        std::size_t queue_max = 1'000;
    };

    explicit Pool(Options options);
    ~Pool();
    Pool(const Pool&) = delete;
    Pool& operator=(const Pool&) = delete;

    template <class Fn, class R = std::invoke_result_t<Fn&>>
    Task<R> run(Fn fn) {
        // Shared with the job: the awaiting frame may be destroyed at shutdown while the job still
        // runs.
        auto answer = std::make_shared<std::optional<R>>();
        std::function<void()> job = [fn = std::move(fn), answer]() mutable {
            answer->emplace(fn());
        };
        const Outcome outcome = co_await run_job(std::move(job));
        if (!outcome.ok()) {
            co_return outcome.error();
        }
        co_return std::move(**answer);
    }

private:
    struct Inside;

    Task<Outcome> run_job(std::function<void()> job);

    std::unique_ptr<Inside> inside_;
};

}

#pragma once
// Inside Pool: which job is next. Purposes take turns, and within a purpose those for whom it is
// done; in one lane first come, first served. So a job waits for no more than one job of each other
// purpose for every turn of its own, whatever the others have in line. Threads: one at a time.
#include "base/turns.hpp"
#include "platform/net/pool.hpp"

#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <optional>
#include <string_view>

namespace cohort::net {

class JobLine {
public:
    struct Job {
        std::function<void()> work;
        std::move_only_function<void(std::exception_ptr)> answer; // with what `work` threw
    };

    struct Taken {
        std::string_view purpose;
        Job job;
    };

    explicit JobLine(const Pool::Options& options) : options_(options) {}

    // False, and the job is left with the caller, when too many of its lane or of its purpose wait.
    bool add(const Lane& lane, Job& job);

    // The job whose turn it is. It counts as running until ended().
    std::optional<Taken> take();
    void ended(std::string_view purpose);

private:
    struct Waiting {
        Purpose purpose;
        std::size_t waiting = 0;
        std::size_t running = 0;
        Turns<std::int64_t> turns;
        std::map<std::int64_t, std::deque<Job>> lanes; // of those in `turns`
    };

    bool may_take_a_thread(const Waiting& jobs) const;
    static Job take_from(Waiting& jobs);

    Pool::Options options_;
    Turns<std::string_view> turns_;
    std::map<std::string_view, Waiting> purposes_; // of all that ever came: they are few
};

}

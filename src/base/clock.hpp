#pragma once
// The wall clock as a seam: rules take `now`, shells ask a Clock, tests turn one by hand.
// UTC, milliseconds: what the database stores in every …_at column.
#include <atomic>
#include <chrono>

namespace cohort {

using Milliseconds = std::chrono::milliseconds;
using TimePoint = std::chrono::sys_time<Milliseconds>;

class Clock {
public:
    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
};

class SystemClock final : public Clock {
public:
    TimePoint now() const override {
        return std::chrono::floor<Milliseconds>(std::chrono::system_clock::now());
    }
};

// A clock that stands still until it is told. Any thread.
class ManualClock final : public Clock {
public:
    explicit ManualClock(TimePoint start) : now_(start.time_since_epoch().count()) {}

    TimePoint now() const override { return TimePoint{Milliseconds{now_.load()}}; }

    void advance(Milliseconds by) { now_ += by.count(); }

    void set(TimePoint to) { now_ = to.time_since_epoch().count(); }

private:
    std::atomic<std::int64_t> now_;
};

}

#pragma once
// How long this machine has been up, as a seam: for how long ago something was. Nobody sets it, and
// it goes on while a process is stopped or the machine sleeps; what time it is, a Clock knows.
#include "base/clock.hpp"

#include <atomic>
#include <chrono>

#include <time.h>

namespace cohort {

class Uptime {
public:
    virtual ~Uptime() = default;
    virtual Milliseconds now() const = 0;
};

class SystemUptime final : public Uptime {
public:
    Milliseconds now() const override {
        timespec up{};
        ::clock_gettime(CLOCK_BOOTTIME, &up);
        return std::chrono::floor<Milliseconds>(
            std::chrono::seconds{up.tv_sec} + std::chrono::nanoseconds{up.tv_nsec}
        );
    }
};

inline const Uptime& system_uptime() {
    static const SystemUptime system;
    return system;
}

// Stands still until it is told. Any thread.
class ManualUptime final : public Uptime {
public:
    Milliseconds now() const override { return Milliseconds{now_.load()}; }

    void advance(Milliseconds by) { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_ = 0;
};

}

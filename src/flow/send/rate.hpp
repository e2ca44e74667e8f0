#pragma once
// How fast something goes, of late: a mean in which an event counts less the longer it is past.
#include "base/clock.hpp"

#include <chrono>
#include <cmath>
#include <cstdint>

namespace cohort::send {

class Rate {
public:
    void add(std::int64_t events, TimePoint now) {
        recent_ = recent_at(now) + static_cast<double>(events);
        at_ = now;
    }

    double per_second(TimePoint now) const { return recent_at(now) / memory_seconds; }

private:
    static constexpr double memory_seconds = 5;

    // A clock that was put back says nothing of what is past.
    double recent_at(TimePoint now) const {
        const double seconds = std::chrono::duration<double>(now - at_).count();
        return seconds <= 0 ? recent_ : recent_ * std::exp(-seconds / memory_seconds);
    }

    double recent_ = 0;
    TimePoint at_{};
};

}

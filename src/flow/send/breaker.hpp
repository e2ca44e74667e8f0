#pragma once
// The circuit breaker of one gateway: when it fails again and again, nothing more is marked for it
// but one message now and then, to see whether it is well again (G26). Pure.
#include "base/clock.hpp"

#include <cstddef>
#include <cstdint>

namespace cohort::send {

class Breaker {
public:
    // What the ends that came in together say of the gateway: one that answers is well, whatever it
    // answers. What is cut at one time is one failure, however many messages it struck.
    enum class Says { well, failing };

    void hear(Says says, TimePoint now);

    // Of this many free places, how many may be used now.
    std::size_t places(std::size_t free, TimePoint now) const;
    // So many were marked.
    void gave(std::size_t marked);

    bool is_open() const { return opened_times_ > 0; }

    TimePoint probes_at() const { return probes_at_; }

private:
    void open(TimePoint now);

    std::uint32_t heard_ = 0; // the last 20, the newest in the lowest bit; set: failing
    int heard_count_ = 0;
    int opened_times_ = 0; // since it was last well
    TimePoint probes_at_{};
    bool probing_ = false;
};

}

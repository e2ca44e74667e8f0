#pragma once
// How many messages a worker takes into its hands at one time: what it sends in a second or a few.
// Fewer would mean a claim for every window; more would wait here while other nodes have nothing to
// do, and be idle for as long as the leases last when this one dies (G16). Pure.
#include "base/clock.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

namespace cohort::send {

class ClaimSize {
public:
    static constexpr std::int64_t least = 20;
    static constexpr std::int64_t most = 2000;

    // So many, when asked at this uptime.
    std::int64_t at(Milliseconds uptime) {
        if (claimed_at_) {
            const Milliseconds lasted = uptime - *std::exchange(claimed_at_, std::nullopt);
            if (lasted < std::chrono::seconds{1}) {
                size_ = std::min(size_ * 2, most);
            } else if (lasted > std::chrono::seconds{4}) {
                size_ = std::max(size_ / 2, least);
            }
        }
        return size_;
    }

    // It found as many.
    void found_all(Milliseconds uptime) { claimed_at_ = uptime; }

private:
    std::int64_t size_ = 100;
    std::optional<Milliseconds> claimed_at_;
};

}

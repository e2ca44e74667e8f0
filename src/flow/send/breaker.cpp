#include "flow/send/breaker.hpp"

#include <algorithm>
#include <bit>

namespace cohort::send {
namespace {

using namespace std::chrono_literals;

constexpr int remembered = 20;
constexpr std::uint32_t remembered_mask = (1U << remembered) - 1;
constexpr std::uint32_t five_in_a_row = 0b11111;
constexpr int failures_most = remembered / 2;
constexpr Milliseconds wait_first = 30s;
constexpr Milliseconds wait_most = 5min;

}

void Breaker::hear(Says says, TimePoint now) {
    const bool failing = says == Says::failing;
    heard_ = ((heard_ << 1U) | (failing ? 1U : 0U)) & remembered_mask;
    heard_count_ = std::min(heard_count_ + 1, remembered);
    if (is_open()) {
        // What was under way when it opened says nothing of how it is now; only the probe does.
        if (!probing_) {
            return;
        }
        probing_ = false;
        if (failing) {
            open(now);
        } else {
            *this = Breaker();
        }
        return;
    }
    const bool often = heard_count_ == remembered && std::popcount(heard_) >= failures_most;
    if (failing && (often || (heard_ & five_in_a_row) == five_in_a_row)) {
        open(now);
    }
}

void Breaker::open(TimePoint now) {
    const int doublings = std::min(opened_times_, 10);
    probes_at_ = now + std::min(wait_first * (1 << doublings), wait_most);
    ++opened_times_;
}

std::size_t Breaker::places(std::size_t free, TimePoint now) const {
    if (!is_open()) {
        return free;
    }
    return probing_ || now < probes_at_ ? 0 : std::min<std::size_t>(free, 1);
}

void Breaker::gave(std::size_t marked) {
    probing_ = probing_ || (is_open() && marked > 0);
}

}

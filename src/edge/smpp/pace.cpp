#include "edge/smpp/pace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cohort::smpp {
namespace {

using namespace std::chrono_literals;

constexpr Milliseconds slow_first = 1s;
constexpr Milliseconds slow_longest = 30s;
constexpr Milliseconds wrong_first = 1min;
constexpr Milliseconds wrong_longest = 10min;
constexpr double growth_per_second = 0.01;
constexpr Milliseconds counted_together = 10ms;
// After so long without a complaint an account without a limit of its own has none again.
constexpr auto forgotten_after = 10min;

double seconds(std::chrono::steady_clock::duration time) {
    return std::chrono::duration<double>(time).count();
}

Milliseconds doubled(Milliseconds first, unsigned steps, Milliseconds longest) {
    return std::min(longest, first * (1 << std::min(steps, 10U)));
}

}

Pace::Pace(std::size_t per_second_max)
    : rate_whole_(static_cast<double>(per_second_max)), rate_max_(rate_whole_), rate_(rate_max_),
      tokens_(1) {}

// What was lowered stays lowered by as much.
void Pace::set_share(double share, Instant now) {
    if (rate_whole_ == 0) {
        return;
    }
    const double before = rate_max_;
    const double lowered = rate(now) / before;
    tokens_ = tokens(now);
    tokens_from_ = now;
    rate_max_ = rate_whole_ * share;
    rate_ = rate_max_ * lowered;
    rate_from_ = now;
}

double Pace::rate(Instant now) const {
    if (rate_ == 0 || (rate_max_ == 0 && now - rate_from_ > forgotten_after)) {
        return rate_max_;
    }
    if (rate_max_ != 0 && rate_ >= rate_max_) {
        return rate_max_;
    }
    const double grown = rate_ * std::pow(1 + growth_per_second, seconds(now - rate_from_));
    return rate_max_ == 0 ? grown : std::min(rate_max_, grown);
}

// The bucket holds a tenth of a second's worth, at least one: who looks a little late catches up.
double Pace::tokens(Instant now) const {
    const double now_rate = rate(now);
    return std::min(std::max(1.0, now_rate / 10), tokens_ + now_rate * seconds(now - tokens_from_));
}

// Whichever second a centre counts by: a bucket that is full lets go more than a second's worth.
std::size_t Pace::left_of_second(Instant now) const {
    std::size_t used = 0;
    for (const Sent& one : sent_) {
        used += now - one.at < 1s ? one.parts : 0;
    }
    const auto limit = static_cast<std::size_t>(std::max(1.0, rate(now) + 1e-9));
    return limit - std::min(limit, used);
}

std::size_t Pace::allowance(Instant now) const {
    if (paused(now)) {
        return 0;
    }
    if (rate(now) == 0) {
        return std::numeric_limits<std::size_t>::max();
    }
    const auto held = static_cast<std::size_t>(std::max(0.0, tokens(now) + 1e-9));
    return std::min(held, left_of_second(now));
}

void Pace::sent(Instant now, std::size_t parts) {
    if (rate(now) == 0) {
        return;
    }
    tokens_ = tokens(now) - static_cast<double>(parts);
    tokens_from_ = now;
    std::erase_if(sent_, [now](const Sent& one) { return now - one.at >= 1s; });
    if (sent_.empty() || now - sent_.back().from >= counted_together) {
        sent_.push_back({now, now, 0});
    }
    sent_.back().at = now;
    sent_.back().parts += parts;
}

void Pace::count_accepted(Instant now) {
    if (now - second_began_ >= 2s) {
        accepted_last_second_ = 0;
        accepted_this_second_ = 0;
        second_began_ = now;
    } else if (now - second_began_ >= 1s) {
        accepted_last_second_ = accepted_this_second_;
        accepted_this_second_ = 0;
        second_began_ += 1s;
    }
    ++accepted_this_second_;
}

void Pace::accepted(Instant now) {
    count_accepted(now);
    probing_ = false;
    wrong_steps_ = 0;
    if (!paused(now)) {
        slow_steps_ = 0;
    }
}

void Pace::set_rate(double per_second, Instant now) {
    tokens_ = 0;
    tokens_from_ = now;
    rate_ = std::max(1.0, per_second);
    rate_from_ = now;
}

Milliseconds Pace::remaining(Instant now) const {
    return std::chrono::ceil<Milliseconds>(paused_until_ - now);
}

Milliseconds Pace::slow_down(Instant now) {
    if (paused(now)) {
        return remaining(now);
    }
    const double went_well = std::max(accepted_last_second_, accepted_this_second_);
    const double before = rate(now);
    set_rate(0.8 * (before == 0 ? went_well : std::min(before, std::max(went_well, 1.0))), now);
    paused_until_ = now + doubled(slow_first, slow_steps_, slow_longest);
    ++slow_steps_;
    return remaining(now);
}

Milliseconds Pace::set_up_wrong(Instant now) {
    if (paused(now) && probing_) {
        return remaining(now);
    }
    paused_until_ =
        std::max(paused_until_, now + doubled(wrong_first, wrong_steps_, wrong_longest));
    ++wrong_steps_;
    probing_ = true;
    return remaining(now);
}

std::optional<Instant> Pace::next_change(Instant now) const {
    if (paused(now)) {
        return paused_until_;
    }
    if (allowance(now) > 0) {
        return std::nullopt;
    }
    if (tokens(now) >= 1 && !sent_.empty()) {
        const auto oldest =
            std::ranges::find_if(sent_, [now](const Sent& one) { return now - one.at < 1s; });
        return oldest->at + 1s;
    }
    const double wait = (1 - tokens(now)) / rate(now);
    return now + std::chrono::ceil<Milliseconds>(std::chrono::duration<double>(wait));
}

}

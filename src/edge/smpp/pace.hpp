#pragma once
// How fast submit_sm may leave: a token bucket under the account's limit, never more than the limit
// in any second, which a centre that says 'throttled' lowers and a quiet minute raises again; with
// the pauses that follow a refusal of the whole gateway.
//   too fast        1 s, doubled at each repetition, at most 30 s; then at four fifths of what was
//   being accepted,
//                   one per cent more each second (so that a steady send is throttled once in some
//                   twenty seconds)
//   set up wrong    1 min, doubled, at most 10 min; then one message as a probe, until one is
//   accepted
// Pure: the caller says what time it is, by a clock that never goes back.
#include "base/clock.hpp"

#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>

namespace cohort::smpp {

using Instant = std::chrono::steady_clock::time_point;

class Pace {
public:
    // 0: no limit of our own.
    explicit Pace(std::size_t per_second_max);

    // Only so much of the limit is ours from now on; the rest is for other nodes. Requires: more
    // than 0.
    void set_share(double share, Instant now);

    // How many may leave now.
    std::size_t allowance(Instant now) const;
    // One submit_sm of so many parts (more than one when the centre cuts). They may be more than
    // were allowed: then the next waits the longer.
    void sent(Instant now, std::size_t parts = 1);
    void accepted(Instant now);

    // Both return how long nothing may leave. Answers to what left before the pause began do not
    // prolong it.
    Milliseconds slow_down(Instant now);
    Milliseconds set_up_wrong(Instant now);

    // The next message is a probe: at most one without an answer until one is accepted.
    void probe() { probing_ = true; }

    bool paused(Instant now) const { return now < paused_until_; }

    bool probing() const { return probing_; }

    // When allowance will be greater, if it is 0 now and time alone will change that.
    std::optional<Instant> next_change(Instant now) const;

private:
    // What went within a hundredth of a second, counted as if all of it were the last.
    struct Sent {
        Instant from;
        Instant at;
        std::size_t parts;
    };

    double rate(Instant now) const;
    std::size_t left_of_second(Instant now) const;
    double tokens(Instant now) const;
    void set_rate(double per_second, Instant now);
    void count_accepted(Instant now);
    Milliseconds remaining(Instant now) const;

    double rate_whole_; // of the account; 0: no limit
    double rate_max_;   // our share of it
    double rate_ = 0;   // at rate_from_; 0: none
    Instant rate_from_{};
    double tokens_ = 0;
    Instant tokens_from_{};
    std::deque<Sent> sent_; // of the last second
    Instant second_began_{};
    double accepted_this_second_ = 0;
    double accepted_last_second_ = 0;
    Instant paused_until_{};
    unsigned slow_steps_ = 0;
    unsigned wrong_steps_ = 0;
    bool probing_ = false;
};

}

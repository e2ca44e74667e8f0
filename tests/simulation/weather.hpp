#pragma once
// What goes wrong in one run, drawn from its seed: how often, out of a thousand, and how slow.
#include "base/random.hpp"

#include <chrono>
#include <cstdint>

namespace cohort::simulation {

using namespace std::chrono_literals;
using Duration = std::chrono::steady_clock::duration;

// True so many times in a thousand.
inline bool happens(Random& random, std::uint64_t in_a_thousand) {
    return random.below(1000) < in_a_thousand;
}

inline Duration up_to(Random& random, Duration most) {
    const auto milliseconds = std::chrono::duration_cast<std::chrono::milliseconds>(most).count();
    return std::chrono::milliseconds(random.below(static_cast<std::uint64_t>(milliseconds) + 1));
}

struct Weather {
    std::size_t patients = 12;
    std::size_t places = 5; // the gateway's window
    int sends = 1;
    std::size_t nodes = 1; // several share one database, which does not die then

    Duration transit_most = 20ms;
    Duration answer_most = 200ms;
    Duration receipt_most = 20s;

    std::uint64_t refused = 0;
    std::uint64_t throttled = 0;
    std::uint64_t swallowed = 0; // taken, and never answered
    std::uint64_t ignored = 0;   // not taken, and never answered
    std::uint64_t receipt_fails = 0;
    std::uint64_t receipt_missing = 0;
    std::uint64_t receipt_twice = 0;
    std::uint64_t receipt_odd = 0; // interim, unknown, or failed and then delivered
    std::size_t more_words = 0;    // of each text: it may need several parts

    std::uint64_t cuts = 0;        // of the link, each second
    std::uint64_t crashes = 0;     // each step of the process, out of ten thousand
    std::uint64_t power_cuts = 0;  // of the crashes
    std::uint64_t freezes = 0;     // of the process, each second
    std::uint64_t full_disks = 0;  // each second
    std::uint64_t clock_jumps = 0; // each second
    std::uint64_t staff_stops = 0; // each second
    std::uint64_t staff_retries = 0;
    std::uint64_t staff_pauses = 0; // each second; what is paused goes on within half a minute
    const char* hours = "always";   // the practice's, from 09:00 of a Tuesday
    std::chrono::seconds undo{0};
    bool ends_in_an_outage = false; // of days: what still waits has run out of time
    std::uint64_t switched_off = 0; // the practice's feature, each second

    static Weather from(Random& random);
};

}

#pragma once
// Who is next. Shares places out between practices, so that each gets the same however much it has
// waiting, and a small send never stands behind a large one (G19). Start-time fair queueing (Goyal,
// Vin and Cheng, 1996): each practice has a clock that runs on as it is served, the one furthest
// behind is served next, and a clock that stood still while its practice wanted nothing earns
// nothing by that. Pure, but for its memory. Not safe for several threads.
#include "base/id.hpp"

#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace cohort::send {

// One bulk message that has something to be done.
struct Wanting {
    PracticeId practice;
    std::int64_t messages; // that could be served now, more than none
    bool small;            // the bulk message as a whole is
};

struct Served {
    std::size_t of; // which of those that want
    std::int64_t messages;
};

// As many patients at most has a small send, such as a test to oneself.
inline constexpr std::int64_t small_send_patients_max = 100;

struct Places {
    std::int64_t all;
    // Nobody is served less at a time, unless it wants less or that is all there is: each share
    // costs a statement or a slice.
    std::int64_t at_a_time;
    // Beyond all of them, and for small sends only.
    std::int64_t more_for_small = 0;
};

class FairShares {
public:
    // Small sends first, but never all places while others want some too; of one practice's bulk
    // messages the one that comes first in `wanting`.
    std::vector<Served> share(std::span<const Wanting> wanting, const Places& places);

private:
    class Lane {
    public:
        std::vector<Served> share(
            std::span<const Wanting> wanting,
            std::vector<std::size_t> ours,
            std::int64_t places,
            std::int64_t least
        );

    private:
        std::map<PracticeId, std::int64_t> served_; // the clocks of those that wanted lately
        std::int64_t now_ = 0;                      // the clock of who was served last
    };

    Lane small_;
    Lane large_;
};

}

#pragma once
// Whether the wall clock can be believed: it is held against a clock that only goes on, and once it
// has jumped it has to go on evenly for a while (G21). Pure.
#include "base/clock.hpp"

#include <chrono>
#include <optional>

namespace cohort::schedule {

class ClockWatch {
public:
    static constexpr auto jump_min = std::chrono::seconds{60};
    static constexpr auto settles_in = std::chrono::seconds{60};

    // One look at both clocks. Looks are to be frequent: what the wall clock gains or loses between
    // two of them is its jump.
    void look(TimePoint wall, Milliseconds uptime);

    // Not while it has jumped lately.
    bool is_sure() const { return !unsure_since_; }

    // By how much it jumped at the last look.
    std::optional<Milliseconds> jumped() const { return jumped_; }

private:
    struct Look {
        TimePoint wall;
        Milliseconds uptime;
    };

    std::optional<Look> last_;
    std::optional<Milliseconds> unsure_since_;
    std::optional<Milliseconds> jumped_;
};

}

#pragma once
// What the binds of one account share: its pace, the pauses that are the account's and not one
// connection's, and the references of long texts. Outlives every session. Threads: those of the
// gateway, one executor.
#include "edge/smpp/concatenation_references.hpp"
#include "edge/smpp/pace.hpp"

#include <cstddef>

namespace cohort::smpp {

struct Account {
    Pace pace;
    ConcatenationReferences references{};
    bool slowed = false;               // a Paused for pace is open
    bool wrong = false;                // a Paused for settings is open
    std::size_t submits_in_flight = 0; // on all binds: a probe goes alone
};

enum class BindRole { transceiver, transmitter, receiver };

// One bind's part of the account. `window`: its share, 0 for a receiver; the shares add up to the
// window of the settings, so that one cut of everything leaves no more in doubt than that (G8).
struct BindPlan {
    BindRole role = BindRole::transceiver;
    std::size_t window = 10;
};

}

#pragma once
// A TCP proxy on loopback that misbehaves on plan: it splits writes, drips, cuts at byte k of
// either direction, resets, half-closes, stalls, and refuses connections for a while. It stands in
// for the netem that kernels may not have, and can do what netem cannot: end a connection at a
// named byte. It never reorders, repeats or changes a byte: TCP would not. What it carried is kept,
// so that a test can compare what either side could know with what it says it knows. Threads: its
// own for the traffic; every call may be made from any thread.
#include "tests/support/fault_plan.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cohort::test_support {

// What one connection carried so far; final once it is no longer open.
struct Passage {
    ConnectionPlan plan;
    std::string to_target = {};
    std::string to_client = {};
    bool fault_came = false; // a planned fault took place
    bool open = true;
};

class FaultProxy {
public:
    // Listens on a free loopback port from now on and forwards to `target_port`.
    FaultProxy(std::uint16_t target_port, std::uint64_t seed, Planner planner = fair);
    // Closes what is open.
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    std::uint16_t port() const;

    // Nobody is let in ('connection refused') until admit(); open connections go on.
    void refuse();
    void admit();

    // In the order in which they came.
    std::vector<Passage> passages() const;

private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

// A line for each connection: its faults, and how much it carried. For a test that failed.
std::string describe(const FaultProxy& proxy);

}

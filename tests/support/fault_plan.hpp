#pragma once
// What the fault proxy does to one connection, as a value: how its bytes are cut into pieces, what
// goes wrong at which byte. Everything follows from a seed and the connection's number, never from
// a clock, so a run that failed is told by its seed. Pure; any thread.
#include "base/clock.hpp"
#include "base/random.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>

namespace cohort::test_support {

enum class Fault {
    none,
    close,      // both ends read what was carried, then an ordinary end; the rest is thrown away
    reset,      // both ends meet 'connection reset by peer'
    half_close, // this way ends for its reader; the other way goes on
    stall,      // nothing moves this way for a while, then it goes on
};

// One direction of a connection.
struct WayPlan {
    // Pieces of 1 to piece_most bytes, each written by itself; 0 leaves writes as they come.
    std::size_t piece_most = 0;
    // Before each piece, 0 to pause_most.
    Milliseconds pause_most{0};
    Fault fault = Fault::none;
    // The fault comes when exactly so many bytes have been carried this way.
    std::uint64_t fault_at = 0;
    Milliseconds stall_for{0};

    friend bool operator==(const WayPlan&, const WayPlan&) = default;
};

struct ConnectionPlan {
    WayPlan to_target = {};
    WayPlan to_client = {};
    // When a close or a reset has ended this connection nobody is let in for so long.
    Milliseconds refuse_after{0};

    friend bool operator==(const ConnectionPlan&, const ConnectionPlan&) = default;
};

// The plan of the n-th connection (0, 1, 2, …). `random` is fresh for each connection.
using Planner = std::function<ConnectionPlan(std::uint64_t connection, Random& random)>;

// Nothing goes wrong.
ConnectionPlan fair(std::uint64_t connection, Random& random);

// Where one direction's bytes are cut, for as long as the connection lasts.
class Pieces {
public:
    struct Piece {
        std::size_t bytes; // at most; what has not come yet is not waited for
        Milliseconds pause;
    };

    Pieces(const WayPlan& plan, std::uint64_t seed) : plan_(plan), random_(seed) {}

    Piece next();

private:
    WayPlan plan_;
    SeededRandom random_;
};

// Each of the first `connections` connections is cut, by close or by reset, at a random byte of
// either direction; some of them drip. The others are fair, so that what is under test comes to an
// end.
struct RandomCuts {
    std::uint64_t connections = 0;
    std::uint64_t to_target_bytes_most = 0;
    std::uint64_t to_client_bytes_most = 0;
    Milliseconds refuse_most{0};

    ConnectionPlan operator()(std::uint64_t connection, Random& random) const;
};

// The seed of one connection, or of one of its ways: far from that of its neighbours.
std::uint64_t seed_of(std::uint64_t seed, std::uint64_t number);

}

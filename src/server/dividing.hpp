#pragma once
// How nodes divide what an account allows: evenly, and never more than the whole, for nobody takes
// what another has not given up yet. Pure.
#include "base/node_id.hpp"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cohort::server {

struct Portion {
    std::int64_t rate_millionths = 0;
    std::int64_t connections = 0;

    friend bool operator==(const Portion&, const Portion&) = default;
};

struct Holding {
    NodeId node;
    Portion portion;
};

// What would be `self`'s if all nodes had their even part; connections that are left over go to the
// first nodes by their ids, which are the oldest. `others`: what the other nodes hold, in order of
// their ids.
Portion even_part(NodeId self, const std::vector<Holding>& others, std::size_t connections);

// What `self` may have now: its even part, as far as the others have left it. It is never less than
// `used`, which it has not given up yet.
Portion portion_now(
    const Portion& even,
    const Portion& used,
    const std::vector<Holding>& others,
    std::size_t connections
);

}

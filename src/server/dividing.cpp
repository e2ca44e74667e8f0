#include "server/dividing.hpp"

#include <algorithm>

namespace cohort::server {
namespace {

constexpr std::int64_t whole_rate = 1'000'000;

std::int64_t take(std::int64_t even, std::int64_t used, std::int64_t left) {
    return std::min(std::max(even, used), std::max<std::int64_t>(left, 0));
}

}

Portion even_part(NodeId self, const std::vector<Holding>& others, std::size_t connections) {
    const auto nodes = static_cast<std::int64_t>(others.size()) + 1;
    const auto before =
        std::ranges::count_if(others, [&](const Holding& other) { return other.node < self; });
    const auto all = static_cast<std::int64_t>(connections);
    const std::int64_t one_more = before < all % nodes ? 1 : 0;
    const std::int64_t own = all / nodes + one_more;
    // A node without a connection sends nothing, so the others have its rate.
    return own == 0 ? Portion{} : Portion{whole_rate / std::min(nodes, all), own};
}

Portion portion_now(
    const Portion& even,
    const Portion& used,
    const std::vector<Holding>& others,
    std::size_t connections
) {
    std::int64_t rate_left = whole_rate;
    auto connections_left = static_cast<std::int64_t>(connections);
    for (const Holding& other : others) {
        rate_left -= other.portion.rate_millionths;
        connections_left -= other.portion.connections;
    }
    return {
        take(even.rate_millionths, used.rate_millionths, rate_left),
        take(even.connections, used.connections, connections_left)
    };
}

}

#include "tests/support/fault_plan.hpp"

namespace cohort::test_support {
namespace {

std::uint64_t up_to(Random& random, std::uint64_t most) {
    return random.below(most + 1);
}

Milliseconds up_to(Random& random, Milliseconds most) {
    return Milliseconds{
        static_cast<std::int64_t>(up_to(random, static_cast<std::uint64_t>(most.count())))
    };
}

// A third of the ways drips a byte or a few at a time, a third breaks PDUs and lines, a third is
// left as it comes.
std::size_t random_piece(Random& random) {
    switch (random.below(3)) {
    case 0:
        return 1 + random.below(3);
    case 1:
        return 40 + random.below(200);
    default:
        return 0;
    }
}

}

ConnectionPlan fair(std::uint64_t, Random&) {
    return {};
}

Pieces::Piece Pieces::next() {
    const std::size_t bytes =
        plan_.piece_most == 0 ? SIZE_MAX : 1 + random_.below(plan_.piece_most);
    return {bytes, up_to(random_, plan_.pause_most)};
}

ConnectionPlan RandomCuts::operator()(std::uint64_t connection, Random& random) const {
    if (connection >= connections) {
        return {};
    }
    ConnectionPlan plan;
    plan.to_target.piece_most = random_piece(random);
    plan.to_client.piece_most = random_piece(random);
    const bool to_target = random.below(2) == 0;
    WayPlan& cut = to_target ? plan.to_target : plan.to_client;
    cut.fault = random.below(2) == 0 ? Fault::close : Fault::reset;
    cut.fault_at = up_to(random, to_target ? to_target_bytes_most : to_client_bytes_most);
    plan.refuse_after = up_to(random, refuse_most);
    return plan;
}

std::uint64_t seed_of(std::uint64_t seed, std::uint64_t number) {
    SeededRandom random(seed ^ (number * 0xD1342543DE82EF95U));
    return random.bits();
}

}

#include "edge/smpp/concatenation_references.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <set>

using namespace cohort::smpp;

TEST_CASE("references: two texts to one number differ in eight bits, however many lie between") {
    // 255, 256 and 511 others: where a counter for all texts would come round.
    for (const int others : {0, 255, 256, 511, 10'000}) {
        CAPTURE(others);
        ConcatenationReferences references{0xFFF0};
        const std::uint16_t first = references.next("447700900001");
        for (int other = 0; other < others; ++other) {
            references.next(fmt::format("4479{:08}", other));
        }
        CHECK((references.next("447700900001") & 0xFF) != (first & 0xFF));
    }
}

TEST_CASE("references: one number uses all 256 before one returns") {
    ConcatenationReferences references{250};
    std::set<int> seen;
    for (int text = 0; text < 256; ++text) {
        seen.insert(references.next("447700900001") & 0xFF);
    }
    CHECK(seen.size() == 256);
}

TEST_CASE("references: start where they are told to, so that a restart can be at random") {
    ConcatenationReferences one{0};
    ConcatenationReferences another{0x1234};
    CHECK(one.next("447700900001") == 1);
    CHECK(another.next("447700900001") == 0x1235);
}

#pragma once
// The reference by which a phone knows the parts of one text from another's. A phone puts together
// what has the same sender, reference and number of parts, whenever it came; so two texts to one
// number must not share a reference soon, or a patient reads half of each. A counter for all texts
// would come round within a list (8 bits: every 256 texts); here each number counts for itself, in
// one of a fixed set of counters, and goes through all values before one returns. Numbers are not
// kept. Starts at random, so that a restart does not repeat the last texts' references. Threads:
// none of its own.
#include <cstdint>
#include <string_view>
#include <vector>

namespace cohort::smpp {

class ConcatenationReferences {
public:
    explicit ConcatenationReferences(std::uint16_t first = 0);

    std::uint16_t next(std::string_view destination);

private:
    std::uint16_t first_;
    std::vector<std::uint16_t> counts_;
};

}

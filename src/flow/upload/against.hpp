#pragma once
// Holding a file against what its list has already: one more step of the same rules. Two rows of
// one NHS number that agree are one patient, of whom the first is kept; where they do not, none is
// used. Pure; work for the CPU pool.
#include "flow/lists/receiving.hpp"
#include "flow/upload/reader/reading.hpp"

#include <cstdint>
#include <functional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

enum class Fate : std::uint8_t {
    kept,
    identical, // with a patient of an earlier file
    conflict,
};

// A patient of the file, and one of the same number that the list has.
struct Match {
    std::size_t index; // among those the reading accepted
    Position position;
};

struct Against {
    std::vector<Fate> fates;                      // of each patient that the reading accepted
    std::vector<Match> to_compare;                // not decided yet: their details are needed
    std::vector<Position> in_conflict;            // patients of earlier files
    std::set<std::string, std::less<>> conflicts; // the NHS numbers in conflict, as hashes

    std::size_t kept() const;
};

using HashNumber = std::function<std::string(std::string_view)>;

// `known`: in order of the hashes.
Against hold_against(
    const ListReading& reading, std::span<const lists::KnownNumber> known, const HashNumber& hash
);

// `earlier`: the patients at the positions of to_compare, in its order.
void decide(
    Against& against,
    const ListReading& reading,
    std::span<const lists::Placed> earlier,
    std::int64_t file,
    const HashNumber& hash
);

}

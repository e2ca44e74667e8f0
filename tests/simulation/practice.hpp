#pragma once
// The practice that every run begins with: on a disk, with confirmed lists of several lengths.
#include "base/id.hpp"
#include "practice/practices.hpp"
#include "practice/sealing.hpp"
#include "tests/simulation/memory_disk.hpp"

#include <vector>

namespace cohort::simulation {

inline constexpr std::size_t list_sizes[] = {1, 4, 10, 20, 30};

struct Prepared {
    MemoryDisk::Files files;
    practice::Actor actor;
    std::vector<ListId> lists; // of list_sizes
};

const practice::Keyring& keyring();
// Made once.
const Prepared& prepared();

}

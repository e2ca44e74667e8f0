#pragma once
// The process beside the test program that owns the private PostgreSQL; see postgresql_cluster.hpp.
#include <string>

namespace cohort::test_support {

struct Keeper {
    std::string programs; // the folder of initdb and postgres
    std::string folder;
    std::string fsync; // on or off
    int commands; // one letter each: i(nitdb), s(tart), c(rash), k(ill); its end is the order to
                  // tidy up
    int answers;  // y or n
};

// Runs in the forked child until the commands end. Never returns.
[[noreturn]] void keep_postgresql(const Keeper& keeper);

}

#include "tests/scenarios/persistence.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <thread>

namespace cohort::scenarios {

using namespace std::chrono_literals;

void wait_until_dead(test_support::Installation& installation) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    while (installation.server().is_running()) {
        REQUIRE_MESSAGE(std::chrono::steady_clock::now() < deadline, "the instant never came");
        std::this_thread::sleep_for(5ms);
    }
}

}

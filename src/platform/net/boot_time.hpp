#pragma once
// Time that only goes on: since the machine started, its sleep included, whatever is done to the
// wall clock. Follows the event loop's virtual time where it has one.
#include "platform/net/task.hpp"

#include <chrono>

namespace cohort::net {

std::chrono::steady_clock::time_point boot_time(const Executor& executor);

}

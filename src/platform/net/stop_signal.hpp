#pragma once
// Waits for SIGINT or SIGTERM and returns which one. Has no deadline on purpose: a server runs
// until told to stop. While one coroutine waits here the signals do not end the process.
#include "platform/net/task.hpp"

namespace cohort::net {

Task<int> stop_signal();

}

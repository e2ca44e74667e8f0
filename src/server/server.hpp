#pragma once
// The life of cohortd: open everything, state what a crash left behind, serve until told to stop,
// stop in order. Pages and the API run on their own threads; the engine (making, scheduling,
// sending, receipts) on one of its own, so that neither waits for the other.
#include "server/config.hpp"

namespace cohort::server {

// Returns the process's exit status. Prints one line of JSON on standard output when it is ready:
// {"event":"ready","port":8080}.
int serve(const Config& config);

}

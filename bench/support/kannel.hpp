#pragma once
// Debian's Kannel as a peer: texts come in over HTTP, go to the same sink over one SMPP link, and
// each receipt leaves as an HTTP callback. It keeps them in memory only, which is less than we
// promise. Everything on loopback, in a folder of its own, ended by process id.
#include <string>

namespace cohort::bench {

bool kannel_is_installed();

struct KannelRun {
    double messages_a_second; // from the first text to the last callback
    double cpu_us_a_message;  // of bearerbox and smsbox
};

KannelRun run_kannel(const std::string& window);

}

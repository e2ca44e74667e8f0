#pragma once
// A peer written in another language, as a child that says one line for each thing it sees. It ends
// when we close its standard input, at the latest when we do.
#include <string>
#include <vector>

namespace cohort::smpp_peers {

class PeerProcess {
public:
    // argv[0] is looked up in PATH.
    explicit PeerProcess(std::vector<std::string> argv);
    ~PeerProcess();
    PeerProcess(const PeerProcess&) = delete;
    PeerProcess& operator=(const PeerProcess&) = delete;

    // The next line, waiting at most ten seconds; empty when there is none.
    std::string line();
    // All lines that are there now.
    std::vector<std::string> lines_so_far();

private:
    bool read_more(int wait_ms);

    int pid_ = -1;
    int to_ = -1;
    int from_ = -1;
    std::string unread_;
};

}

#include "tests/conformance/smpp_peers/peer_process.hpp"

#include <array>
#include <chrono>
#include <poll.h>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>

namespace cohort::smpp_peers {

PeerProcess::PeerProcess(std::vector<std::string> argv) {
    std::array<int, 2> down{};
    std::array<int, 2> up{};
    if (pipe(down.data()) != 0 || pipe(up.data()) != 0) {
        throw std::runtime_error("no pipe");
    }
    std::vector<char*> words;
    words.reserve(argv.size() + 1);
    for (auto& word : argv) {
        words.push_back(word.data());
    }
    words.push_back(nullptr);
    pid_ = fork();
    if (pid_ == 0) {
        dup2(down[0], 0);
        dup2(up[1], 1);
        for (const int end : {down[0], down[1], up[0], up[1]}) {
            ::close(end);
        }
        execvp(words[0], words.data());
        _exit(127);
    }
    ::close(down[0]);
    ::close(up[1]);
    to_ = down[1];
    from_ = up[0];
}

PeerProcess::~PeerProcess() {
    ::close(to_);
    ::close(from_);
    waitpid(pid_, nullptr, 0);
}

bool PeerProcess::read_more(int wait_ms) {
    pollfd waiting{from_, POLLIN, 0};
    if (poll(&waiting, 1, wait_ms) <= 0) {
        return false;
    }
    std::array<char, 4096> buffer{};
    const auto got = read(from_, buffer.data(), buffer.size());
    if (got <= 0) {
        return false;
    }
    unread_.append(buffer.data(), static_cast<std::size_t>(got));
    return true;
}

std::string PeerProcess::line() {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (unread_.find('\n') == std::string::npos && std::chrono::steady_clock::now() < until) {
        if (!read_more(10'000)) {
            return "";
        }
    }
    const auto end = unread_.find('\n');
    std::string first = unread_.substr(0, end);
    unread_.erase(0, end + 1);
    return first;
}

std::vector<std::string> PeerProcess::lines_so_far() {
    while (read_more(0)) {
    }
    std::vector<std::string> lines;
    for (auto end = unread_.find('\n'); end != std::string::npos; end = unread_.find('\n')) {
        lines.push_back(unread_.substr(0, end));
        unread_.erase(0, end + 1);
    }
    return lines;
}

}

#include "server/commands/command_fixture.hpp"

#include <array>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <spawn.h>
#include <stdexcept>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cohort::test {

namespace {

// A file without a name.
class Memory {
public:
    explicit Memory(std::string_view holds = {}) : file_(::memfd_create("cohort-test", 0)) {
        if (file_ < 0 || ::write(file_, holds.data(), holds.size()) < 0) {
            throw std::runtime_error("no memory file");
        }
        ::lseek(file_, 0, SEEK_SET);
    }

    ~Memory() { ::close(file_); }

    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    int file() const { return file_; }

    std::string text() const {
        ::lseek(file_, 0, SEEK_SET);
        std::string all;
        std::array<char, 4096> piece{};
        ssize_t count = ::read(file_, piece.data(), piece.size());
        while (count > 0) {
            all.append(piece.data(), static_cast<std::size_t>(count));
            count = ::read(file_, piece.data(), piece.size());
        }
        return all;
    }

private:
    int file_;
};

pid_t start(const std::vector<std::string>& arguments, int in, int out, int err) {
    std::vector<std::string> words{COHORT_COMMAND};
    words.insert(words.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    pointers.reserve(words.size() + 1);
    for (std::string& word : words) {
        pointers.push_back(word.data());
    }
    pointers.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, err, STDERR_FILENO);
    pid_t process = -1;
    const int fault =
        ::posix_spawn(&process, pointers[0], &files, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (fault != 0) {
        throw std::runtime_error("cohort did not start");
    }
    return process;
}

int wait_for(pid_t process) {
    int status = 0;
    ::waitpid(process, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

// What the terminal shows, until it says `until` or ten seconds have passed.
std::string shown_until(int terminal, std::string_view until) {
    constexpr int milliseconds_max = 10'000;
    std::string shown;
    pollfd ready{terminal, POLLIN, 0};
    std::array<char, 4096> piece{};
    while (shown.find(until) == std::string::npos && ::poll(&ready, 1, milliseconds_max) > 0) {
        const ssize_t count = ::read(terminal, piece.data(), piece.size());
        if (count <= 0) { // EIO: the program is gone
            break;
        }
        shown.append(piece.data(), static_cast<std::size_t>(count));
    }
    return shown;
}

}

Ran run_cohort(
    const std::vector<std::string>& arguments, std::string_view input, const char* output
) {
    const Memory in{input};
    const Memory out;
    const Memory err;
    const int elsewhere = output == nullptr ? -1 : ::open(output, O_WRONLY);
    const int status =
        wait_for(start(arguments, in.file(), elsewhere < 0 ? out.file() : elsewhere, err.file()));
    if (elsewhere >= 0) {
        ::close(elsewhere);
    }
    return {status, out.text(), err.text()};
}

Ran run_cohort_at_terminal(
    const std::vector<std::string>& arguments, const std::vector<std::string>& typed
) {
    int ours = -1;
    int theirs = -1;
    if (::openpty(&ours, &theirs, nullptr, nullptr, nullptr) != 0) {
        throw std::runtime_error("no terminal");
    }
    const Memory out;
    const pid_t process = start(arguments, theirs, out.file(), theirs);
    ::close(theirs);
    std::string shown;
    for (const std::string& line : typed) {
        shown += shown_until(ours, ": ");
        if (::write(ours, line.data(), line.size()) < 0) {
            break;
        }
    }
    shown += shown_until(ours, "nothing that is ever said");
    const int status = wait_for(process);
    ::close(ours);
    return {status, shown, out.text()};
}

}

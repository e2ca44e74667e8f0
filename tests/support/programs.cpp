#include "tests/support/programs.hpp"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace cohort::test_support {
namespace {

using namespace std::chrono_literals;

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> all;
    all.reserve(words.size() + 1);
    for (std::string& word : words) {
        all.push_back(word.data());
    }
    all.push_back(nullptr);
    return all;
}

}

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "cohort-scenario-XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("no folder for the test");
    }
    path_ = name;
}

Folder::~Folder() {
    std::error_code no_matter;
    std::filesystem::remove_all(path_, no_matter);
}

Program::Program(
    const std::filesystem::path& folder,
    const std::string& name,
    std::vector<std::string> command,
    std::vector<std::string> environment
)
    : output_(folder / (name + ".out")), errors_(folder / (name + ".err")) {
    std::filesystem::remove(output_);
    for (char** one = environ; *one != nullptr; ++one) {
        environment.emplace_back(*one);
    }
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(
        &files, STDOUT_FILENO, output_.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600
    );
    posix_spawn_file_actions_addopen(
        &files, STDERR_FILENO, errors_.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600
    );
    // A listening socket of the test's that a child inherited would take connections and never
    // answer them.
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
    const int fault = ::posix_spawn(
        &pid_,
        command.front().c_str(),
        &files,
        nullptr,
        pointers(command).data(),
        pointers(environment).data()
    );
    posix_spawn_file_actions_destroy(&files);
    if (fault != 0) {
        throw std::runtime_error("cannot start " + command.front());
    }
}

Program::~Program() {
    kill_now();
}

bool Program::is_running() {
    if (pid_ < 0) {
        return false;
    }
    if (::waitpid(pid_, &status_, WNOHANG) == pid_) {
        pid_ = -1;
        return false;
    }
    return true;
}

std::string Program::wait_until_ready() {
    for (int i = 0; i < 600; ++i) {
        const std::string text = read_file(output_);
        if (text.find("\"ready\"") != text.npos && text.find('\n') != text.npos) {
            return text;
        }
        if (!is_running()) {
            break;
        }
        std::this_thread::sleep_for(50ms);
    }
    throw std::runtime_error("it did not become ready: " + errors());
}

void Program::kill_now() {
    if (pid_ > 0) {
        ::kill(pid_, SIGKILL);
        ::waitpid(pid_, &status_, 0);
        pid_ = -1;
    }
}

void Program::freeze() {
    ::kill(pid_, SIGSTOP);
}

void Program::thaw() {
    ::kill(pid_, SIGCONT);
}

int Program::stop() {
    if (pid_ > 0) {
        ::kill(pid_, SIGTERM);
        ::waitpid(pid_, &status_, 0);
        pid_ = -1;
    }
    return WIFEXITED(status_) ? WEXITSTATUS(status_) : -1;
}

std::string Program::output() const {
    return read_file(output_);
}

std::string Program::errors() const {
    return read_file(errors_);
}

double Program::cpu_seconds() const {
    // proc(5): fields 14 and 15, counted from the end of the name, which may hold blanks.
    const std::string line = read_file("/proc/" + std::to_string(pid_) + "/stat");
    std::istringstream fields(line.substr(line.rfind(')') + 1));
    std::string skipped;
    for (int field = 3; field < 14; ++field) {
        fields >> skipped;
    }
    double user = 0;
    double system = 0;
    fields >> user >> system;
    return (user + system) / static_cast<double>(::sysconf(_SC_CLK_TCK));
}

std::uint64_t Program::memory_peak_bytes() const {
    const std::string status = read_file("/proc/" + std::to_string(pid_) + "/status");
    const std::string before = "VmHWM:";
    return std::stoull(status.substr(status.find(before) + before.size())) * 1024; // in kB
}

std::string run_command(const std::vector<std::string>& command) {
    const Folder folder;
    Program program(folder.path(), "command", command);
    while (program.is_running()) {
        std::this_thread::sleep_for(5ms);
    }
    if (program.stop() != 0) {
        throw std::runtime_error(command.front() + ": " + program.errors());
    }
    return read_file(folder.path() / "command.out");
}

std::string json_member(const std::string& json, const std::string& member) {
    const std::string name = "\"" + member + "\":";
    auto from = json.find(name);
    if (from == json.npos) {
        throw std::runtime_error("no member " + member + " in " + json);
    }
    from += name.size();
    if (json[from] == '"') {
        return json.substr(from + 1, json.find('"', from + 1) - from - 1);
    }
    return json.substr(from, json.find_first_of(",}]", from) - from);
}

}

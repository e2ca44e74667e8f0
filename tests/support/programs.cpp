#include "tests/support/programs.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <thread>

extern char** environ;

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
    for (std::string& word : words) {
        all.push_back(word.data());
    }
    all.push_back(nullptr);
    return all;
}

void write_private(const std::filesystem::path& file, const std::string& text) {
    std::ofstream(file) << text;
    std::filesystem::permissions(file, std::filesystem::perms(0600));
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

Installation::Installation(std::string extra_config) {
    write_private(data() / "password", "abcd1234");
    simulator_ = std::make_unique<Program>(
        data(),
        "simulator",
        std::vector<std::string>{
            COHORT_SIMULATOR,
            "--data",
            (data() / "world").string(),
            "--system-id",
            "cohort",
            "--password-file",
            (data() / "password").string(),
            "--receipt-delay-ms",
            "50"
        }
    );
    const std::string ready = simulator_->wait_until_ready();
    simulator_port_ = static_cast<std::uint16_t>(std::stoi(json_member(ready, "http_port")));
    write_config(ready, extra_config);
    run_command({COHORT_COMMAND, "demo", "--data", data().string()});
    api_key_ = run_command(
        {COHORT_COMMAND,
         "api-key",
         "add",
         "--ods",
         "Y99999",
         "--label",
         "scenario",
         "--data",
         data().string()}
    );
    api_key_.pop_back();
}

void Installation::write_config(const std::string& ready, const std::string& extra_config) {
    const std::string password = (data() / "password").string();
    write_private(
        data() / "cohort.toml",
        "[server]\nport = 0\ndata = \"" + data().string() + "\"\n"
            + "[sms]\nhost = \"127.0.0.1\"\nport = " + json_member(ready, "smpp_port")
            + "\ntls = false\nsystem_id = \"cohort\"\npassword_file = \"" + password + "\"\n"
            + "[email]\nhost = \"localhost\"\nport = " + json_member(ready, "smtp_port")
            + "\nca_file = \"" + json_member(ready, "smtp_ca_file") + "\"\nusername = \"cohort\"\n"
            + "password_file = \"" + password
            + "\"\nenvelope_from = \"bounces@riverside.example\"\n"
            + "from_address = \"surgery@riverside.example\"\nmessage_id_domain = "
              "\"riverside.example\"\n"
            + "delivered_after_seconds = 1\n" + extra_config
    );
}

void Installation::start_server(std::vector<std::string> environment) {
    server_.reset();
    server_ = std::make_unique<Program>(
        data(),
        "cohortd",
        std::vector<std::string>{COHORT_SERVER, "--config", (data() / "cohort.toml").string()},
        std::move(environment)
    );
    port_ = static_cast<std::uint16_t>(std::stoi(json_member(server_->wait_until_ready(), "port")));
}

}

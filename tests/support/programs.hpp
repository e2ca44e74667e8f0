#pragma once
// The built programs, as processes of a test: started in a folder of their own, killed or stopped
// by their pid, and never left behind.
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/types.h>

namespace cohort::test_support {

// A folder that goes with the test.
class Folder {
public:
    Folder();
    ~Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

class Program {
public:
    // Starts it; its standard output and error go to files beside `name` in `folder`.
    // `environment`: "NAME=value".
    Program(
        const std::filesystem::path& folder,
        const std::string& name,
        std::vector<std::string> command,
        std::vector<std::string> environment = {}
    );
    // Kills it if it still runs.
    ~Program();
    Program(const Program&) = delete;
    Program& operator=(const Program&) = delete;

    // Waits for the line that says that it is ready, and returns that line. Throws when it does not
    // come.
    std::string wait_until_ready();
    void kill_now(); // SIGKILL
    void freeze();   // SIGSTOP
    void thaw();     // SIGCONT
    int stop();      // SIGTERM; its exit status
    bool is_running();
    std::string output() const; // what it wrote to standard output so far
    std::string errors() const; // and to standard error
    double cpu_seconds() const; // user and system, of all its threads, so far; while it runs
    // The most of its memory that was ever in RAM at one time; while it runs.
    std::uint64_t memory_peak_bytes() const;

private:
    std::filesystem::path output_;
    std::filesystem::path errors_;
    pid_t pid_ = -1;
    int status_ = 0;
};

// Runs a command to its end and returns what it printed. Throws when it fails.
std::string run_command(const std::vector<std::string>& command);

// The value of a member of a flat JSON object: {"port":8080} → "8080", {"a":"b"} → "b".
std::string json_member(const std::string& json, const std::string& member);

}

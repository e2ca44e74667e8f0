#include "tests/support/postgresql_keeper.hpp"

#include <libpq-fe.h>

#include <cerrno>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cohort::test_support {
namespace {

constexpr int start_attempts_max = 600; // of 50 ms: half a minute, for a recovery on a busy machine

// Whom root needs to run a server; nobody where the package is not installed.
const passwd* find_postgres() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): the keeper is a process with one thread
    const passwd* postgres = getpwnam("postgres");
    if (postgres == nullptr) {
        std::cerr << "The user postgres, which root needs to run a server, is not there.\n";
    }
    return postgres;
}

// Root becomes postgres; anybody else stays.
void drop_root() {
    if (geteuid() != 0) {
        return;
    }
    const passwd* postgres = find_postgres();
    if (postgres == nullptr || initgroups("postgres", postgres->pw_gid) != 0
        || setgid(postgres->pw_gid) != 0 || setuid(postgres->pw_uid) != 0) {
        _exit(1);
    }
}

pid_t spawn(const Keeper& keeper, std::vector<std::string> words) {
    const std::string log = keeper.folder + "/log";
    const pid_t child = fork();
    if (child != 0) {
        return child;
    }
    drop_root();
    if (chdir(keeper.folder.c_str()) != 0) {
        _exit(1);
    }
    const int out = ::open(log.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    execv(arguments[0], arguments.data());
    _exit(127);
}

bool ended_well(pid_t child) {
    int status = 0;
    while (waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) {
            return false;
        }
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void show_log(const Keeper& keeper) {
    if (const std::ifstream log(keeper.folder + "/log"); log) {
        std::cerr << log.rdbuf();
    }
}

bool init(const Keeper& keeper) {
    if (geteuid() == 0) {
        const passwd* postgres = find_postgres();
        if (postgres == nullptr
            || chown(keeper.folder.c_str(), postgres->pw_uid, postgres->pw_gid) != 0) {
            return false;
        }
    }
    return ended_well(spawn(
        keeper,
        {keeper.programs + "/initdb",
         "--pgdata=" + keeper.folder + "/data",
         "--username=cohort",
         "--auth=trust",
         "--encoding=UTF8",
         "--locale=C.UTF-8",
         "--no-sync"}
    ));
}

pid_t start(const Keeper& keeper) {
    const pid_t server = spawn(
        keeper,
        {keeper.programs + "/postgres",
         "-D",
         keeper.folder + "/data",
         "-c",
         "listen_addresses=",
         "-c",
         "unix_socket_directories=" + keeper.folder,
         "-c",
         "port=5432", // a file name in our folder, not a port of the machine
         "-c",
         "max_connections=50",
         "-c",
         "fsync=" + keeper.fsync}
    );
    const std::string conninfo =
        "host='" + keeper.folder + "' port=5432 user=cohort dbname=postgres";
    for (int attempt = 0; attempt < start_attempts_max; ++attempt) {
        if (PQping(conninfo.c_str()) == PQPING_OK) {
            return server;
        }
        if (waitpid(server, nullptr, WNOHANG) != 0) {
            return -1;
        }
        usleep(50'000);
    }
    kill(server, SIGQUIT);
    waitpid(server, nullptr, 0);
    return -1;
}

// SIGQUIT is an immediate shutdown: no checkpoint, the next start recovers from the log. After
// SIGKILL its children find out by themselves, and the next start may have to wait for them.
void crash(pid_t& server, int signal) {
    if (server > 0) {
        kill(server, signal);
        waitpid(server, nullptr, 0);
        server = -1;
    }
}

}

void keep_postgresql(const Keeper& keeper) {
    setsid(); // an interrupt from the keyboard is for the test program; we tidy up when it is gone
    pid_t server = -1;
    char command = 0;
    while (read(keeper.commands, &command, 1) == 1) {
        bool good = false;
        if (command == 'i') {
            good = init(keeper);
        } else if (command == 's') {
            for (int attempt = 0; attempt < 20 && server <= 0; ++attempt) {
                server = start(keeper);
                usleep(server > 0 ? 0 : 250'000);
            }
            good = server > 0;
        } else if (command == 'c') {
            crash(server, SIGQUIT);
            good = true;
        } else if (command == 'k') {
            crash(server, SIGKILL);
            good = true;
        }
        if (!good) {
            show_log(keeper);
        }
        const char answer = good ? 'y' : 'n';
        if (write(keeper.answers, &answer, 1) != 1) {
            break;
        }
    }
    crash(server, SIGQUIT);
    std::error_code ignored; // a folder left behind must not hide the test's own outcome
    std::filesystem::remove_all(keeper.folder, ignored);
    _exit(0);
}

}

#include "tests/support/postgresql_cluster.hpp"

#include "tests/support/postgresql_keeper.hpp"

#include <libpq-fe.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <stdexcept>

#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace cohort::test_support {
namespace {

namespace fs = std::filesystem;

std::string find_programs() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nothing in a test changes the environment
    if (const char* told = std::getenv("COHORT_POSTGRESQL_BIN")) {
        return told;
    }
    const fs::path debian = "/usr/lib/postgresql";
    std::string newest;
    if (fs::exists(debian)) {
        for (const auto& version : fs::directory_iterator(debian)) {
            if (fs::exists(version.path() / "bin/initdb")) {
                newest = std::max(newest, (version.path() / "bin").string());
            }
        }
    }
    if (newest.empty()) {
        throw std::runtime_error(
            "PostgreSQL is not installed: these tests need initdb and postgres. On Debian run "
            "'apt-get install postgresql-15', or set COHORT_POSTGRESQL_BIN to the folder they are "
            "in."
        );
    }
    return newest;
}

}

PostgresqlCluster& PostgresqlCluster::shared() {
    static PostgresqlCluster cluster;
    return cluster;
}

PostgresqlCluster::PostgresqlCluster(Syncing syncing) {
    const std::string programs = find_programs();
    std::string pattern = (fs::temp_directory_path() / "cohort-pg-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) {
        throw std::runtime_error("no folder for a private PostgreSQL can be made");
    }
    folder_ = pattern;
    int commands[2];
    int answers[2];
    // Sockets rather than pipes: writing to a keeper that has gone is then an error and not a
    // signal.
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, commands) != 0
        || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, answers) != 0) {
        throw std::runtime_error("no pipe to a private PostgreSQL can be made");
    }
    keeper_ = fork();
    if (keeper_ == 0) {
        ::close(commands[1]); // or the keeper would wait for itself to end
        ::close(answers[0]);
        keep_postgresql(
            {programs, folder_, syncing == Syncing::on ? "on" : "off", commands[0], answers[1]}
        );
    }
    ::close(commands[0]);
    ::close(answers[1]);
    commands_ = commands[1];
    answers_ = answers[0];
    ask('i');
    ask('s');
}

PostgresqlCluster::~PostgresqlCluster() {
    ::close(commands_);
    ::close(answers_);
    while (waitpid(keeper_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::string PostgresqlCluster::conninfo(const std::string& database) const {
    return "host='" + folder_ + "' port=5432 user=cohort dbname=" + database;
}

std::string PostgresqlCluster::fresh_database() {
    const std::string name = "cohort_" + std::to_string(++databases_);
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(conninfo().c_str()), &PQfinish
    );
    const std::string sql = "CREATE DATABASE " + name;
    const std::unique_ptr<PGresult, decltype(&PQclear)> made(
        PQexec(connection.get(), sql.c_str()), &PQclear
    );
    if (PQresultStatus(made.get()) != PGRES_COMMAND_OK) {
        throw std::runtime_error(std::string("no database: ") + PQerrorMessage(connection.get()));
    }
    return conninfo(name);
}

void PostgresqlCluster::crash() {
    ask('c');
}

void PostgresqlCluster::kill_now() {
    ask('k');
}

void PostgresqlCluster::restart() {
    ask('s');
}

void PostgresqlCluster::ask(char command) {
    char answer = 0;
    const bool told = send(commands_, &command, 1, MSG_NOSIGNAL) == 1;
    if (!told || read(answers_, &answer, 1) != 1 || answer != 'y') {
        throw std::runtime_error(
            "the private PostgreSQL does not do what it is asked; what it said is above"
        );
    }
}

}

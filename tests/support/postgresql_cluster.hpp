#pragma once
// A private PostgreSQL for tests: its own folder, reached only through a socket in that folder,
// started at most once for each test program. A keeper process owns it: when the test program ends,
// however it ends, the keeper sees its pipe close, stops the server by its pid and removes the
// folder. If PostgreSQL is not installed the test fails with a sentence that says so. As root the
// server runs as the user postgres, because initdb refuses root; otherwise as whoever runs the
// test. Threads: ask for the first time from the main thread; after that any.
#include <string>

#include <sys/types.h>

namespace cohort::test_support {

// Tests end processes, not machines, so the server need not wait for the disk; a measurement must.
enum class Syncing { off, on };

class PostgresqlCluster {
public:
    // Starts it on first use. Throws std::runtime_error.
    static PostgresqlCluster& shared();

    explicit PostgresqlCluster(Syncing syncing = Syncing::off);
    PostgresqlCluster(const PostgresqlCluster&) = delete;
    PostgresqlCluster& operator=(const PostgresqlCluster&) = delete;
    ~PostgresqlCluster();

    // Makes an empty database and returns libpq's conninfo for it.
    std::string fresh_database();
    // The server's own database, for looking at it from outside.
    std::string conninfo(const std::string& database = "postgres") const;

    // Ends every connection at once without a word to the clients, as a power cut would. Nothing
    // answers until restart().
    void crash();
    // The same by SIGKILL of its first process.
    void kill_now();
    void restart();

private:
    void ask(char command);

    std::string folder_;
    pid_t keeper_ = -1;
    int commands_ = -1;
    int answers_ = -1;
    int databases_ = 0;
};

}

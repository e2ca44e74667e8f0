#pragma once
// The message centre's socket side: reads what is there, lets the session work, asks the ledger for
// one sync, and writes what has become durable. Threads: everything on the executor's one thread.
#include "base/result.hpp"
#include "platform/net/task.hpp"
#include "simulator/smsc/centre.hpp"

#include <cstdint>
#include <memory>

namespace cohort::simulator::smsc {

class Server {
public:
    // Listens on 127.0.0.1. Errors: simulator.port_taken.
    static Result<std::unique_ptr<Server>>
    open(Executor executor, std::uint16_t port, Centre& centre, Ledger& ledger);
    ~Server();

    std::uint16_t port() const;
    // After the ledger reached further: answers that waited for it leave.
    void flush();
    // No new connections; those there are end at once.
    void close();

private:
    struct Inside;
    explicit Server(std::shared_ptr<Inside> inside);
    std::shared_ptr<Inside> inside_;
};

}

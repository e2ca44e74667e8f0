#pragma once
// The SMTP server's socket side. Threads: everything on the executor's one thread.
#include "base/result.hpp"
#include "platform/net/task.hpp"
#include "platform/net/tls.hpp"
#include "simulator/mail/session.hpp"

#include <cstdint>
#include <memory>

namespace cohort::simulator::mail {

class Server {
public:
    // Listens on 127.0.0.1. `post` and its parts must outlive it. Errors: simulator.port_taken.
    static Result<std::unique_ptr<Server>>
    open(Executor executor, std::uint16_t port, net::TlsServer tls, Post post);
    ~Server();

    std::uint16_t port() const;
    // After the ledger reached further.
    void flush();
    void close();

private:
    struct Inside;
    explicit Server(std::shared_ptr<Inside> inside);
    std::shared_ptr<Inside> inside_;
};

}

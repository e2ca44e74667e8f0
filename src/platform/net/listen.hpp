#pragma once
// Waiting for connections on a TCP port.
//     Listener listener = …open(executor, {"127.0.0.1", 0})…;
//     auto stream = co_await listener.accept();
//     boost::asio::co_spawn((*stream)->executor(), serve(std::move(*stream)), …);
// Each accepted stream has a strand of its own as executor. TCP_NODELAY is set.
// Threads: accept on one coroutine at a time; close from anywhere.
#include "platform/net/byte_stream.hpp"

#include <cstdint>
#include <memory>
#include <string>

namespace cohort::net {

struct ListenOptions {
    std::string address =
        "127.0.0.1";        // an address, not a name; "::" and "0.0.0.0" are all of the machine's
    std::uint16_t port = 0; // 0 takes any that is free
};

class Listener {
public:
    // Errors: net.address_unreadable, net.port_taken (or not ours to open; the detail says which).
    static Result<Listener> open(Executor executor, ListenOptions options);
    ~Listener();
    Listener(Listener&&) noexcept;
    Listener& operator=(Listener&&) noexcept;

    std::uint16_t port() const;

    // Errors: net.closed after close; net.accept for a passing shortage (too many files open): wait
    // a little and repeat. Has no deadline on purpose: it waits for strangers; close ends it.
    Task<Result<std::unique_ptr<ByteStream>>> accept();

    void close();

private:
    struct Inside;
    explicit Listener(std::shared_ptr<Inside> inside);
    std::shared_ptr<Inside> inside_;
};

}

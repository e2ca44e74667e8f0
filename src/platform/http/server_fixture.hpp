#pragma once
// For http's own tests: a server on a free port with a thread of its own, and sockets that speak
// raw bytes.
#include "platform/http/server.hpp"
#include "platform/net/memory_stream.hpp"
#include "platform/net/pool.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace cohort::http {

class RawSocket {
public:
    explicit RawSocket(std::uint16_t port);
    ~RawSocket();
    RawSocket(const RawSocket&) = delete;
    RawSocket& operator=(const RawSocket&) = delete;

    void send(std::string_view bytes);
    // Up to and with `mark`. Throws after ten seconds.
    std::string read_until(std::string_view mark);
    std::string read_to_end();
    // No more will be sent.
    void finish();
    // Waits until there is something to read, or the time is up.
    bool readable_within(std::chrono::milliseconds time);

private:
    bool more();

    int socket_;
    std::string held_;
};

class RunningServer {
public:
    explicit RunningServer(Router router, ServerOptions options = {});
    ~RunningServer();

    std::uint16_t port() const { return server_->port(); }

    std::size_t connections() const { return server_->connections(); }

    // Sends, and reads until the server closes.
    std::string exchange(std::string_view bytes);
    // The same over a stream in memory, from which the server reads at most piece_bytes at once.
    std::string exchange_memory(std::string bytes, std::size_t piece_bytes);

    std::future<void> stop(net::Duration grace);

private:
    boost::asio::io_context io_;
    // The loop must outlive the server's last coroutine: the destructor stops again what a test has
    // stopped.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{io_.get_executor(
    )};
    std::unique_ptr<Server> server_;
    std::thread thread_;
};

// Handlers and helpers that are coroutines: free functions, so that nothing captured can go before
// them.
Task<Response> read_once(Request* request, std::size_t* taken);
Task<void> push_body(net::ByteStream* stream, Outcome* pushed);
Task<Response> finish_later(net::Pool* pool, std::promise<void>* begun, std::future<void>* go_on);
Task<void> write_three(BodyWriter* out);
Task<void> write_and_throw(BodyWriter* out);

}

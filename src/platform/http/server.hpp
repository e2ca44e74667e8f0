#pragma once
// The HTTP/1.1 server: a coroutine and a strand per connection, keep-alive and pipelining, every
// wait and size bounded.
//     auto server = http::Server::open(io.get_executor(), {.port = 8080}, std::move(router));
//     boost::asio::co_spawn(io, (*server)->run(), …);
//     … co_await (*server)->stop(5s);
// What it refuses by itself, through the error page hook: 400 (nonsense, and everything that could
// be read as two requests by somebody else), 404, 405, 408, 413, 415, 431, 501. What a handler
// throws is logged with the request's id and answered with a plain 500. Threads: any number may run
// the executor. A handler runs on its connection's strand and must not block.
#include "base/limits.hpp"
#include "platform/http/message.hpp"
#include "platform/http/router.hpp"
#include "platform/net/byte_stream.hpp"
#include "platform/net/tls.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cohort::http {

struct ServerLimits {
    std::size_t header_bytes_max = limits::http_header_bytes_max;
    net::Duration header_wait_max = limits::http_header_wait_max;
    net::Duration body_wait_max = limits::http_body_wait_max;
    std::size_t body_bytes_a_second_min = limits::http_body_bytes_a_second_min;
    net::Duration write_wait_max = limits::http_write_wait_max;
    net::Duration idle_max = limits::http_idle_max;
    std::size_t connections_max = limits::http_connections_max;
};

// One answered request: what a log line or a metric may say of it.
struct Answered {
    Method method;
    std::string_view pattern;
    int status;
    std::chrono::microseconds time;
    std::string_view request_id;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0; // 0: any that is free
    std::optional<net::TlsServer> tls = {};
    ServerLimits limits = {};
    // The page or problem document of an error. Without it: the reason in plain text.
    std::function<Task<Response>(const Request&, int status, Error)> error_page = {};
    // Sees every response before it leaves: security headers.
    std::function<void(const Request&, Response&)> after = {};
    std::function<void(const Answered&)> answered = {};
};

class Server {
public:
    // Listens at once. Errors: as of net::Listener::open.
    static Result<std::unique_ptr<Server>>
    open(Executor executor, ServerOptions options, Router router);
    // Requires: run has returned, or its executor no longer runs.
    ~Server();
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    std::uint16_t port() const;
    const Router& router() const;

    // Accepts until stop.
    Task<void> run();

    // No new connections; idle ones and event streams end; requests under way have until `grace` is
    // over.
    Task<void> stop(net::Duration grace);

    // Serves one connection that somebody else made: tests over a memory stream.
    Task<void> serve(std::unique_ptr<net::ByteStream> stream);

    std::size_t connections() const;

private:
    struct Inside;
    explicit Server(std::shared_ptr<Inside> inside);
    std::shared_ptr<Inside> inside_;
};

}

#include "platform/http/server.hpp"

#include "platform/http/connection.hpp"
#include "platform/log/log.hpp"
#include "platform/net/connect.hpp"
#include "platform/net/listen.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>

#include <fmt/format.h>

#include <atomic>
#include <mutex>
#include <unordered_map>
#include <utility>

namespace cohort::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;

struct Server::Inside : std::enable_shared_from_this<Server::Inside> {
    Inside(ServerOptions chosen, Router routes, net::Listener opened)
        : options(std::move(chosen)), router(std::move(routes)), listener(std::move(opened)) {
        SystemRandom random;
        salt = static_cast<std::uint32_t>(random.bits());
    }

    Task<void> serve(std::unique_ptr<net::ByteStream> stream);
    Task<void> serve_accepted(std::unique_ptr<net::ByteStream> stream);

    // Runs `act` for every connection, each on its own executor.
    void for_all(void (Connection::*act)());

    ServerOptions options;
    Router router;
    net::Listener listener;
    std::uint32_t salt; // tells the request ids of one run from another's
    std::atomic<std::uint64_t> numbers = 0;
    std::atomic<std::size_t> count = 0;
    std::atomic<bool> stopping = false;
    std::mutex mutex; // held for a moment when a connection comes or goes
    std::unordered_map<Connection*, std::weak_ptr<Connection>> connections;
};

Server::Server(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

Server::~Server() {
    inside_->listener.close();
}

Result<std::unique_ptr<Server>>
Server::open(Executor executor, ServerOptions options, Router router) {
    const net::ListenOptions where{options.address, options.port};
    COHORT_TRY(listener, net::Listener::open(std::move(executor), where));
    auto inside =
        std::make_shared<Inside>(std::move(options), std::move(router), std::move(listener));
    return std::unique_ptr<Server>(new Server(std::move(inside)));
}

std::uint16_t Server::port() const {
    return inside_->listener.port();
}

const Router& Server::router() const {
    return inside_->router;
}

std::size_t Server::connections() const {
    return inside_->count;
}

Task<void> Server::run() {
    const auto inside = inside_;
    while (true) {
        auto accepted = co_await inside->listener.accept();
        if (accepted.ok()) {
            const Executor executor = (*accepted)->executor();
            asio::co_spawn(executor, inside->serve_accepted(std::move(*accepted)), asio::detached);
            continue;
        }
        if (accepted.error().code == ErrorCode("net.closed")) {
            co_return;
        }
        // Too many files are open: those who are here finish first.
        log::warn("http_accept_failed", {{"detail", accepted.error().detail}});
        co_await net::sleep_for(100ms);
    }
}

Task<void> Server::serve(std::unique_ptr<net::ByteStream> stream) {
    const auto inside = inside_;
    co_await inside->serve(std::move(stream));
}

Task<void> Server::Inside::serve_accepted(std::unique_ptr<net::ByteStream> stream) {
    const auto self = shared_from_this();
    if (count.load() >= options.limits.connections_max) {
        stream->abort();
        co_return;
    }
    if (options.tls) {
        auto encrypted = co_await net::accept_tls(
            std::move(stream), *options.tls, options.limits.header_wait_max
        );
        if (!encrypted.ok()) {
            co_return; // a port scan, or a client that does not trust us; it knows
        }
        stream = std::move(*encrypted);
    }
    co_await serve(std::move(stream));
}

Task<void> Server::Inside::serve(std::unique_ptr<net::ByteStream> stream) {
    const auto self = shared_from_this();
    auto connection = std::make_shared<Connection>(
        std::move(stream), options, router, fmt::format("{:08x}-{:x}", salt, ++numbers)
    );
    ++count;
    {
        const std::scoped_lock lock(mutex);
        connections.emplace(connection.get(), connection);
    }
    if (stopping) {
        connection->drain();
    }
    co_await connection->serve();
    {
        const std::scoped_lock lock(mutex);
        connections.erase(connection.get());
    }
    --count;
}

void Server::Inside::for_all(void (Connection::*act)()) {
    const std::scoped_lock lock(mutex);
    for (const auto& [address, weak] : connections) {
        if (auto connection = weak.lock()) {
            const Executor executor = connection->executor();
            asio::post(executor, [connection = std::move(connection), act] {
                ((*connection).*act)();
            });
        }
    }
}

Task<void> Server::stop(net::Duration grace) {
    const auto inside = inside_;
    inside->stopping = true;
    inside->listener.close();
    inside->for_all(&Connection::drain);
    const auto end = std::chrono::steady_clock::now() + grace;
    while (inside->count > 0 && std::chrono::steady_clock::now() < end) {
        co_await net::sleep_for(5ms);
    }
    inside->for_all(&Connection::abort);
    // Handlers that wait for a pool or the database come back in their own time, but not for ever.
    const auto last = std::chrono::steady_clock::now() + 2s;
    while (inside->count > 0 && std::chrono::steady_clock::now() < last) {
        co_await net::sleep_for(5ms);
    }
}

}

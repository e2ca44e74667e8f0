#include "platform/net/listen.hpp"

#include "platform/net/socket_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace cohort::net {

namespace asio = boost::asio;
using Code = boost::system::error_code;
using Tcp = asio::ip::tcp;

namespace {

// A strand of the io_context itself where there is one: one type erasure less on every step of
// every connection.
Executor strand_of(const Executor& executor) {
    if (const auto* plain = executor.target<asio::io_context::executor_type>()) {
        return asio::make_strand(*plain);
    }
    return asio::make_strand(executor);
}

Error port_error(const Code& code) {
    return Error{ErrorKind::unavailable, "net.port_taken", code.message()};
}

}

struct Listener::Inside {
    explicit Inside(Executor chosen)
        : executor(std::move(chosen)), strand(strand_of(executor)), acceptor(strand) {}

    Executor executor;
    Executor strand;
    Tcp::acceptor acceptor;
    std::uint16_t port = 0;
};

Listener::Listener(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

Listener::~Listener() { // NOLINT(bugprone-exception-escape): out of memory may end the program
    if (inside_) {
        close();
    }
}

Listener::Listener(Listener&&) noexcept = default;
Listener& Listener::operator=(Listener&&) noexcept = default;

Result<Listener> Listener::open(Executor executor, ListenOptions options) {
    Code code;
    const auto address = asio::ip::make_address(options.address, code);
    if (code) {
        return Error{ErrorKind::invalid, "net.address_unreadable", code.message()};
    }
    auto inside = std::make_shared<Inside>(std::move(executor));
    const Tcp::endpoint here(address, options.port);
    auto& acceptor = inside->acceptor;
    acceptor.open(here.protocol(), code);
    if (!code) {
        // A restart must not wait for the connections of the one before to be forgotten.
        acceptor.set_option(asio::socket_base::reuse_address(true), code);
    }
    if (!code) {
        acceptor.bind(here, code);
    }
    if (!code) {
        acceptor.listen(asio::socket_base::max_listen_connections, code);
    }
    if (!code) {
        inside->port = acceptor.local_endpoint(code).port();
    }
    if (code) {
        return port_error(code);
    }
    return Listener(std::move(inside));
}

std::uint16_t Listener::port() const {
    return inside_->port;
}

Task<Result<std::unique_ptr<ByteStream>>> Listener::accept() {
    const auto inside = inside_;
    while (true) {
        if (!inside->acceptor.is_open()) {
            co_return Error{ErrorKind::unavailable, "net.closed"};
        }
        const Executor strand = strand_of(inside->executor);
        auto [code, socket] =
            co_await inside->acceptor.async_accept(strand, asio::as_tuple(asio::use_awaitable));
        if (!code) {
            co_return make_stream(std::move(socket));
        }
        if (code == asio::error::operation_aborted || !inside->acceptor.is_open()) {
            co_return Error{ErrorKind::unavailable, "net.closed"};
        }
        if (code != asio::error::connection_aborted) {
            co_return Error{ErrorKind::unavailable, "net.accept", code.message()};
        }
    }
}

void Listener::close() {
    asio::dispatch(inside_->strand, [inside = inside_] {
        Code ignored;
        inside->acceptor.close(ignored);
    });
}

}

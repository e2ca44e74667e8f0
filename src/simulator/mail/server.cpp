#include "simulator/mail/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <optional>
#include <set>
#include <utility>

namespace cohort::simulator::mail {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr std::size_t read_bytes = 64 * 1024;
constexpr auto wait_max = 5min; // RFC 5321 §4.5.3.2.7
constexpr auto look_every = 5s;
constexpr std::size_t connections_max = 1'000;

auto catching(error_code& fault) {
    return asio::redirect_error(asio::use_awaitable, fault);
}

}

struct Server::Inside : std::enable_shared_from_this<Server::Inside> {
    struct Connection;

    Inside(Executor executor, net::TlsServer its_tls, Post its_post)
        : tls(std::move(its_tls)), post(its_post), acceptor(executor), look(executor) {}

    net::TlsServer tls;
    Post post;
    tcp::acceptor acceptor;
    asio::steady_timer look;
    std::set<std::shared_ptr<Connection>> connections;
    std::uint64_t sessions = 0;
    bool closed = false;

    void accept();
    void look_at_clock();
};

struct Server::Inside::Connection : std::enable_shared_from_this<Connection> {
    Connection(std::shared_ptr<Inside> its_server, tcp::socket its_socket)
        : server(std::move(its_server)), socket(std::move(its_socket)), wake(socket.get_executor()),
          session(server->post, ++server->sessions) {}

    std::shared_ptr<Inside> server;
    tcp::socket socket;
    std::optional<asio::ssl::stream<tcp::socket&>> tls;
    asio::steady_timer wake; // cancelled when the ledger reached further
    Steady::time_point give_up_at = Steady::now() + wait_max; // what every wait below is bounded by
    Session session;
    std::array<char, read_bytes> in{};

    void allow(Steady::duration time) { give_up_at = Steady::now() + time; }

    Task<bool> write(std::string bytes) {
        error_code fault;
        allow(wait_max);
        if (tls) {
            co_await asio::async_write(*tls, asio::buffer(bytes), catching(fault));
        } else {
            co_await asio::async_write(socket, asio::buffer(bytes), catching(fault));
        }
        co_return !fault;
    }

    // Everything the session has to say, once it may. False when the line is to end.
    Task<bool> answer() {
        for (;;) {
            server->post.ledger.commit();
            if (session.pause_ms() > 0) {
                error_code ignored;
                const auto pause = Milliseconds{session.pause_ms()};
                allow(pause + wait_max);
                asio::steady_timer timer(socket.get_executor(), pause);
                co_await timer.async_wait(catching(ignored));
            }
            Outlet& outlet = session.outlet();
            while (outlet.waits_for() > server->post.ledger.durable()) {
                if (server->post.ledger.failed() || !socket.is_open()) {
                    co_return false;
                }
                error_code ignored;
                wake.expires_after(look_every);
                co_await wake.async_wait(catching(ignored));
            }
            std::string bytes;
            const auto then = outlet.take(server->post.ledger.durable(), bytes);
            if (!bytes.empty()) {
                const bool wrote = co_await write(std::move(bytes));
                if (!wrote) {
                    co_return false;
                }
            }
            if (then == Outlet::Then::end) {
                co_return false;
            }
            if (session.wants_tls()) {
                co_return co_await begin_tls();
            }
            if (session.pause_ms() == 0) {
                co_return true;
            }
            session.go_on();
        }
    }

    Task<bool> begin_tls() {
        error_code fault;
        allow(30s);
        tls.emplace(socket, *server->tls.context());
        co_await tls->async_handshake(asio::ssl::stream_base::server, catching(fault));
        session.tls_began();
        co_return !fault;
    }

    Task<void> run() {
        for (;;) {
            const bool going_on = co_await answer();
            if (!going_on) {
                break;
            }
            error_code fault;
            std::size_t count = 0;
            allow(wait_max);
            if (tls) {
                count = co_await tls->async_read_some(asio::buffer(in), catching(fault));
            } else {
                count = co_await socket.async_read_some(asio::buffer(in), catching(fault));
            }
            if (fault) {
                break;
            }
            session.receive({in.data(), count});
        }
        co_await hang_up();
    }

    // FIN first and what is still coming read away, lest a reset overtake the last reply.
    Task<void> hang_up() {
        error_code fault;
        socket.shutdown(tcp::socket::shutdown_send, fault);
        allow(look_every);
        while (!fault) {
            co_await socket.async_read_some(asio::buffer(in), catching(fault));
        }
        leave();
    }

    void leave() {
        error_code ignored;
        socket.close(ignored);
        wake.cancel();
        server->connections.erase(shared_from_this());
    }
};

void Server::Inside::accept() {
    acceptor.async_accept([self = shared_from_this()](error_code fault, tcp::socket socket) {
        if (self->closed) {
            return;
        }
        if (!fault && self->connections.size() < connections_max) {
            error_code ignored;
            socket.set_option(tcp::no_delay(true), ignored);
            auto connection = std::make_shared<Connection>(self, std::move(socket));
            self->connections.insert(connection);
            // The completion handler keeps the connection alive for as long as its coroutine runs.
            asio::co_spawn(
                connection->socket.get_executor(),
                connection->run(),
                [connection](const std::exception_ptr&) {}
            );
        }
        self->accept();
    });
}

void Server::Inside::look_at_clock() {
    look.expires_after(look_every);
    look.async_wait([self = shared_from_this()](error_code fault) {
        if (fault || self->closed) {
            return;
        }
        const auto all = self->connections;
        for (const auto& connection : all) {
            if (Steady::now() > connection->give_up_at) {
                connection->leave();
            }
        }
        self->look_at_clock();
    });
}

Server::Server(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

Server::~Server() {
    close();
}

Result<std::unique_ptr<Server>>
Server::open(Executor executor, std::uint16_t port, net::TlsServer tls, Post post) {
    auto inside = std::make_shared<Inside>(executor, std::move(tls), post);
    const tcp::endpoint here(asio::ip::address_v4::loopback(), port);
    error_code fault;
    inside->acceptor.open(here.protocol(), fault);
    if (!fault) {
        inside->acceptor.set_option(tcp::acceptor::reuse_address(true), fault);
        inside->acceptor.bind(here, fault);
    }
    if (!fault) {
        inside->acceptor.listen(tcp::acceptor::max_listen_connections, fault);
    }
    if (fault) {
        return Error{ErrorKind::unavailable, "simulator.port_taken", fault.message()};
    }
    inside->accept();
    inside->look_at_clock();
    return std::unique_ptr<Server>(new Server(std::move(inside)));
}

std::uint16_t Server::port() const {
    error_code ignored;
    return inside_->acceptor.local_endpoint(ignored).port();
}

void Server::flush() {
    for (const auto& connection : inside_->connections) {
        connection->wake.cancel();
    }
}

void Server::close() {
    Inside& inside = *inside_;
    inside.closed = true;
    error_code ignored;
    inside.acceptor.close(ignored);
    inside.look.cancel();
    const auto all = std::exchange(inside.connections, {});
    for (const auto& connection : all) {
        connection->leave();
    }
}

}

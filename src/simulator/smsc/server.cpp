#include "simulator/smsc/server.hpp"

#include "simulator/smsc/session.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>

#include <array>
#include <set>
#include <utility>

namespace cohort::simulator::smsc {

namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using namespace std::chrono_literals;

constexpr std::size_t read_bytes = 256 * 1024;
// A client that does not read its answers is not read from either.
constexpr std::size_t held_bytes_max = 8 * 1024 * 1024;
constexpr auto look_every = 5s;
constexpr auto write_wait_max = 60s;
constexpr std::size_t connections_max = 1'000;

}

// Shared by every operation under way: a callback may come after close().
struct Server::Inside : std::enable_shared_from_this<Server::Inside> {
    struct Connection;

    Inside(Executor executor, Centre& its_centre, Ledger& its_ledger)
        : centre(its_centre), ledger(its_ledger), acceptor(executor), due(executor),
          look(executor) {}

    Centre& centre;
    Ledger& ledger;
    tcp::acceptor acceptor;
    asio::steady_timer due;
    asio::steady_timer look;
    std::optional<TimePoint> armed;
    std::set<std::shared_ptr<Connection>> connections;
    bool closed = false;

    void accept();
    void run_due();
    void look_at_clock();
    void flush();
};

struct Server::Inside::Connection : std::enable_shared_from_this<Connection> {
    Connection(std::shared_ptr<Inside> its_server, tcp::socket its_socket)
        : server(std::move(its_server)), socket(std::move(its_socket)), in(read_bytes),
          session(std::make_unique<Session>(server->centre, [this] { woken(); })) {}

    std::shared_ptr<Inside> server;
    tcp::socket socket;
    std::vector<char> in;
    std::string out;
    bool reading = false;
    bool writing = false;
    bool wake_posted = false;
    bool last_write = false;
    std::chrono::steady_clock::time_point write_began;
    // Gone as soon as the line has ended, so that its receipts go to another.
    std::unique_ptr<Session> session;
    std::chrono::steady_clock::time_point ended_at;

    void woken() {
        if (wake_posted) {
            return;
        }
        wake_posted = true;
        asio::post(socket.get_executor(), [self = weak_from_this()] {
            if (const auto alive = self.lock()) {
                alive->wake_posted = false;
                alive->server->ledger.commit();
                alive->flush();
            }
        });
    }

    bool full() const { return session && session->outlet().held_bytes() > held_bytes_max; }

    void read() {
        if (reading || full() || !socket.is_open()) {
            return;
        }
        reading = true;
        socket.async_read_some(
            asio::buffer(in),
            [self = shared_from_this()](error_code fault, std::size_t count) {
                self->reading = false;
                if (fault) {
                    self->leave();
                    return;
                }
                if (self->session) {
                    self->session->receive({self->in.data(), count});
                    self->server->ledger.commit();
                    self->server->run_due();
                    self->flush();
                }
                self->read();
            }
        );
    }

    void flush() {
        if (writing || !session || server->ledger.failed()) {
            return;
        }
        const auto then = session->outlet().take(server->ledger.durable(), out);
        last_write = then == Outlet::Then::end;
        if (out.empty()) {
            if (last_write) {
                hang_up();
            }
            return;
        }
        writing = true;
        write_began = std::chrono::steady_clock::now();
        asio::async_write(
            socket,
            asio::buffer(out),
            [self = shared_from_this()](error_code fault, std::size_t) {
                self->writing = false;
                self->out.clear();
                if (fault) {
                    self->leave();
                    return;
                }
                if (self->last_write) {
                    self->hang_up();
                    return;
                }
                self->flush();
                self->read();
            }
        );
    }

    // Says FIN and reads on without listening: closing with unread bytes would send RST, which may
    // overtake the last answer.
    void hang_up() {
        error_code ignored;
        socket.shutdown(tcp::socket::shutdown_send, ignored);
        session.reset();
        ended_at = std::chrono::steady_clock::now();
    }

    void look_at_clock() {
        const auto now = std::chrono::steady_clock::now();
        if (session) {
            session->look_at_clock();
        }
        if ((writing && now - write_began > write_wait_max)
            || (!session && now - ended_at > look_every)) {
            leave();
        }
    }

    void leave() {
        error_code ignored;
        socket.close(ignored);
        session.reset();
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
            connection->read();
        }
        self->accept();
    });
}

void Server::Inside::run_due() {
    const auto next = centre.run_due();
    if (!next || closed) {
        return;
    }
    if (armed && *armed <= *next) {
        return;
    }
    armed = next;
    due.expires_after(std::max(Milliseconds{0}, *next - centre.now()));
    due.async_wait([self = shared_from_this()](error_code fault) {
        if (!fault) {
            self->armed.reset();
            self->run_due();
        }
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
            connection->look_at_clock();
        }
        self->look_at_clock();
    });
}

void Server::Inside::flush() {
    const auto all = connections;
    for (const auto& connection : all) {
        connection->flush();
        connection->read();
    }
}

Server::Server(std::shared_ptr<Inside> inside) : inside_(std::move(inside)) {}

Server::~Server() {
    close();
}

Result<std::unique_ptr<Server>>
Server::open(Executor executor, std::uint16_t port, Centre& centre, Ledger& ledger) {
    auto inside = std::make_shared<Inside>(executor, centre, ledger);
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
    inside->run_due();
    return std::unique_ptr<Server>(new Server(std::move(inside)));
}

std::uint16_t Server::port() const {
    error_code ignored;
    return inside_->acceptor.local_endpoint(ignored).port();
}

void Server::flush() {
    inside_->flush();
}

void Server::close() {
    Inside& inside = *inside_;
    inside.closed = true;
    error_code ignored;
    inside.acceptor.close(ignored);
    inside.due.cancel();
    inside.look.cancel();
    const auto all = std::exchange(inside.connections, {});
    for (const auto& connection : all) {
        connection->leave();
    }
}

}

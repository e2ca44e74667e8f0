#include "platform/http/server_fixture.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <stdexcept>

namespace cohort::http {

namespace asio = boost::asio;
using namespace std::chrono_literals;

RawSocket::RawSocket(std::uint16_t port)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    const timeval wait{10, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &wait, sizeof wait);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to) != 0) {
        throw std::runtime_error("no connection to the server under test");
    }
}

RawSocket::~RawSocket() {
    ::close(socket_);
}

void RawSocket::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            return; // The server has answered and closed: the answer is what matters.
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

bool RawSocket::more() {
    char piece[4096];
    const auto size = ::recv(socket_, piece, sizeof piece, 0);
    if (size < 0) {
        throw std::runtime_error("no answer, or the connection was reset");
    }
    held_.append(piece, static_cast<std::size_t>(size));
    return size > 0;
}

std::string RawSocket::read_until(std::string_view mark) {
    while (held_.find(mark) == std::string::npos) {
        if (!more()) {
            throw std::runtime_error("the answer ends early: " + held_);
        }
    }
    const auto end = held_.find(mark) + mark.size();
    std::string taken = held_.substr(0, end);
    held_.erase(0, end);
    return taken;
}

std::string RawSocket::read_to_end() {
    while (more()) {
    }
    return std::exchange(held_, {});
}

void RawSocket::finish() {
    ::shutdown(socket_, SHUT_WR);
}

bool RawSocket::readable_within(std::chrono::milliseconds time) {
    pollfd wanted{socket_, POLLIN, 0};
    return ::poll(&wanted, 1, static_cast<int>(time.count())) > 0;
}

RunningServer::RunningServer(Router router, ServerOptions options) {
    auto opened = Server::open(io_.get_executor(), std::move(options), std::move(router));
    server_ = std::move(opened.value());
    asio::co_spawn(io_, server_->run(), asio::detached);
    thread_ = std::thread([this] { io_.run(); });
}

RunningServer::~RunningServer() {
    stop(5s).wait();
    io_.stop();
    thread_.join();
}

std::string RunningServer::exchange(std::string_view bytes) {
    RawSocket socket(port());
    socket.send(bytes);
    return socket.read_to_end();
}

namespace {

Task<std::string> talk(Server* server, net::MemoryStream::Pair pair, std::string bytes) {
    const Executor executor = pair.first->executor();
    asio::co_spawn(executor, server->serve(std::move(pair.second)), asio::detached);
    const Outcome sent = co_await pair.first->write_all(bytes, 10s);
    std::string answer;
    std::string piece(4096, '\0');
    while (sent.ok()) {
        const auto read =
            co_await pair.first->read_some(std::span(piece.data(), piece.size()), 10s);
        if (!read.ok() || *read == 0) {
            break;
        }
        answer += std::string_view(piece).substr(0, *read);
    }
    co_return answer;
}

}

std::string RunningServer::exchange_memory(std::string bytes, std::size_t piece_bytes) {
    auto pair = net::MemoryStream::make_pair(io_.get_executor());
    pair.second->read_at_most(piece_bytes);
    return asio::co_spawn(
               io_, talk(server_.get(), std::move(pair), std::move(bytes)), asio::use_future
    )
        .get();
}

std::future<void> RunningServer::stop(net::Duration grace) {
    return asio::co_spawn(io_, server_->stop(grace), asio::use_future);
}

Task<Response> read_once(Request* request, std::size_t* taken) {
    std::string piece(10, '\0');
    const auto read =
        co_await request->body_stream->read_some(std::span(piece.data(), piece.size()));
    *taken += read.ok() ? *read : 0;
    co_await net::sleep_for(1500ms);
    co_return text("");
}

Task<void> push_body(net::ByteStream* stream, Outcome* pushed) {
    const std::string head = "POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 10000000\r\n\r\n";
    *pushed = co_await stream->write_all(head, 1s);
    const std::string body = std::string().append(10'000'000, 'x');
    *pushed = co_await stream->write_all(body, 200ms);
}

Task<Response> finish_later(net::Pool* pool, std::promise<void>* begun, std::future<void>* go_on) {
    const net::Lane lane{{"waiting"}};
    const Outcome waited = co_await pool->run(lane, [begun, go_on]() -> Outcome {
        begun->set_value();
        go_on->wait_for(20s); // a failed test must not hang
        return done();
    });
    co_return text(waited.ok() ? "finished" : "failed");
}

Task<void> write_three(BodyWriter* out) {
    co_await out->write("one,");
    co_await out->write("two,");
    co_await out->write("three");
}

Task<void> write_and_throw(BodyWriter* out) {
    co_await out->write("one,");
    throw std::runtime_error("the producer failed");
}

}

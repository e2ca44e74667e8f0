#include "tests/support/raw_socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>
#include <utility>

namespace cohort::test_support {
namespace {

constexpr timeval limit{.tv_sec = 10, .tv_usec = 0};

[[noreturn]] void fail(const std::string& what) {
    throw std::runtime_error("test socket: " + what);
}

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

int open_socket() {
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0) {
        fail("no socket");
    }
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return socket;
}

bool connect_to(int socket, std::uint16_t port) {
    const sockaddr_in to = loopback(port);
    return ::connect(socket, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
}

}

RawSocket::RawSocket(int socket) : socket_(socket) {}

RawSocket::RawSocket(RawSocket&& other) noexcept : socket_(std::exchange(other.socket_, -1)) {}

RawSocket::~RawSocket() {
    if (socket_ >= 0) {
        ::close(socket_);
    }
}

RawSocket RawSocket::connect(std::uint16_t port) {
    RawSocket socket(open_socket());
    if (!connect_to(socket.socket_, port)) {
        fail("nobody listens");
    }
    return socket;
}

bool RawSocket::can_connect(std::uint16_t port) {
    const RawSocket socket(open_socket());
    return connect_to(socket.socket_, port);
}

void RawSocket::write(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) {
            fail("the write was refused");
        }
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

void RawSocket::finish_writing() {
    ::shutdown(socket_, SHUT_WR);
}

std::string RawSocket::read_some() {
    std::string bytes(4096, '\0');
    const auto got = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (got <= 0) {
        fail("nothing to read");
    }
    bytes.resize(static_cast<std::size_t>(got));
    return bytes;
}

std::string RawSocket::read(std::size_t bytes) {
    std::string all;
    while (all.size() < bytes) {
        all += read_some();
    }
    return all;
}

RawSocket::Reading RawSocket::read_to_end() {
    Reading reading;
    for (;;) {
        char piece[4096];
        const auto got = ::recv(socket_, piece, sizeof piece, 0);
        if (got < 0 && errno != ECONNRESET) {
            fail("no end came");
        }
        if (got <= 0) {
            reading.end = got < 0 ? End::reset : End::orderly;
            return reading;
        }
        reading.bytes.append(piece, static_cast<std::size_t>(got));
    }
}

RawListener::RawListener() : socket_(open_socket()) {
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (::bind(socket_, reinterpret_cast<const sockaddr*>(&address), size) != 0
        || ::listen(socket_, 16) != 0) {
        fail("no port");
    }
    ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
}

RawListener::~RawListener() {
    ::close(socket_);
}

RawSocket RawListener::accept() {
    const int accepted = ::accept(socket_, nullptr, nullptr);
    if (accepted < 0) {
        fail("nobody came");
    }
    ::setsockopt(accepted, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(accepted, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    return RawSocket(accepted);
}

}

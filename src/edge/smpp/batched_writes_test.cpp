// Few system calls, and none that waits for another: what is ready together leaves in one write,
// and the kernel is told not to hold it back.
#include "edge/smpp/gateway_world.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <doctest/doctest.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace cohort;
using namespace cohort::smpp;
using namespace cohort::smpp::test;

namespace {

// Our own socket to this port of the loopback; -1 when there is none.
int socket_to(std::uint16_t port) {
    for (int fd = 3; fd < 1024; ++fd) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &size) == 0
            && peer.sin_family == AF_INET && ntohs(peer.sin_port) == port) {
            return fd;
        }
    }
    return -1;
}

}

TEST_CASE("writes: texts that are submitted together leave in one write, and so do the answers to "
          "receipts that came together") {
    auto settings = settings_for_test();
    settings.window = 50;
    World world{settings};
    world.count_writes = true;
    world.start();
    world.until([&] { return world.gateway->free_slots() == 50; });
    REQUIRE(world.writes.size() == 1); // the bind

    std::vector<send::Submission> batch;
    for (std::int64_t position = 0; position < 50; ++position) {
        batch.push_back(submission(10 * position + 1));
    }
    world.gateway->submit(std::move(batch));
    world.until([&] { return world.ended.size() == 50; });
    CHECK(world.writes.size() == 2);

    std::string receipts;
    for (std::uint32_t sequence = 1; sequence <= 20; ++sequence) {
        receipts += bytes_of(
            {Command::deliver_sm, 0, sequence},
            ShortMessage{.esm_class = 4, .text = "id:a stat:DELIVRD"}
        );
    }
    world.say(0, std::move(receipts));
    world.until([&] { return world.receipts.size() == 20 && world.writes.size() >= 3; });
    CHECK(world.writes.size() == 3);
    CHECK(world.writes.back() == 20 * (header_bytes + 1));
    world.stop(1s);
}

TEST_CASE("writes: the connection is one that the kernel does not hold small writes back on") {
    asio::io_context loop;
    asio::ip::tcp::acceptor acceptor(loop, {asio::ip::address_v4::loopback(), 0});
    auto settings = settings_for_test();
    settings.port = acceptor.local_endpoint().port();
    ManualClock clock{noon};
    SeededRandom random{1};
    auto made = SmppGateway::make(std::move(settings), {clock, random});
    REQUIRE(made.ok());
    World events; // hears what this gateway says; its own gateway is not run
    std::optional<asio::ip::tcp::socket> accepted;
    acceptor.async_accept([&](boost::system::error_code, asio::ip::tcp::socket socket) {
        accepted = std::move(socket);
    });
    asio::co_spawn(loop, (*made)->run(events), asio::detached);
    std::string bind(64, '\0');
    std::size_t bind_bytes = 0;
    const auto latest = std::chrono::steady_clock::now() + 5s;
    while (bind_bytes == 0 && std::chrono::steady_clock::now() < latest) {
        loop.run_one_for(50ms);
        if (accepted && accepted->available() > 0) {
            bind_bytes = accepted->read_some(asio::buffer(bind));
        }
    }
    REQUIRE(bind_bytes > 0);

    int on = 0;
    socklen_t size = sizeof on;
    const int fd = socket_to(acceptor.local_endpoint().port());
    REQUIRE(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, &size) == 0);
    CHECK(on != 0);

    accepted->close();
    asio::co_spawn(loop, (*made)->stop(1s), asio::detached);
    loop.run_for(5s);
    CHECK(loop.stopped());
}

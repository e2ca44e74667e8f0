// Goal: limits and real TCP connections on this machine.
#include "platform/net/connect.hpp"
#include "platform/net/deadline.hpp"
#include "platform/net/listen.hpp"
#include "platform/net/stop_signal.hpp"
#include "platform/net/test_loop.hpp"

#include <boost/asio/post.hpp>
#include <doctest/doctest.h>

#include <csignal>
#include <stdexcept>

using namespace cohort;
using namespace cohort::net;
using namespace std::chrono_literals;

namespace {

Task<int> quick() {
    co_return 7;
}

Task<Result<int>> failing() {
    co_return invalid("test.refused");
}

Task<void> nothing() {
    co_return;
}

Task<int> throwing() {
    co_await sleep_for(1ms);
    throw std::runtime_error("broken");
}

struct Flag {
    bool* ended;

    ~Flag() { *ended = true; }
};

Task<int> slow(bool* ended) {
    const Flag flag{ended};
    co_await sleep_for(1h);
    co_return 1;
}

Task<Result<int>> nested(bool* ended) {
    co_return co_await within(1h, slow(ended));
}

}

TEST_CASE("within: work that ends in time gives its answer, its error or its exception") {
    Loop loop;

    CHECK(*loop.run(within(1h, quick())) == 7);
    CHECK(loop.run(within(1h, nothing())).ok());
    CHECK(loop.run(within(1h, failing())).error().code == ErrorCode("test.refused"));
    CHECK_THROWS_AS(static_cast<void>(loop.run(within(1h, throwing()))), std::runtime_error);
}

TEST_CASE("within: work that takes too long is cancelled and gone before the error is given") {
    Loop loop;
    bool ended = false;

    CHECK(loop.run(within(5ms, slow(&ended))).error().code == ErrorCode("net.deadline"));
    CHECK(ended);
    ended = false;
    CHECK(loop.run(within(5ms, nested(&ended))).error().code == ErrorCode("net.deadline"));
    CHECK(ended);
}

namespace {

using Stream = std::unique_ptr<ByteStream>;

Task<Result<Stream>> accept_one(Listener* listener) {
    co_return co_await listener->accept();
}

struct Ends {
    Stream client;
    Stream server;
};

Ends connected(Loop& loop) {
    Listener listener = std::move(Listener::open(loop.executor(), {}).value());
    auto accepted = loop.spawn(accept_one(&listener));
    ConnectOptions options;
    options.host = "127.0.0.1";
    options.port = listener.port();
    auto client = loop.run(connect(options));
    auto server = loop.wait(accepted);
    return {std::move(client.value()), std::move(server.value())};
}

Task<Result<std::string>> read(ByteStream* stream, Duration limit) {
    std::string piece(100'000, '\0');
    COHORT_CO_TRY(size, co_await stream->read_some(std::span(piece.data(), piece.size()), limit));
    co_return piece.substr(0, size);
}

Task<std::size_t> read_all(ByteStream* stream) {
    std::size_t total = 0;
    while (true) {
        const auto piece = co_await read(stream, 10s);
        if (!piece.ok() || piece->empty()) {
            co_return total;
        }
        total += piece->size();
    }
}

Task<Outcome> write(ByteStream* stream, std::string bytes, Duration limit) {
    co_return co_await stream->write_all(bytes, limit);
}

Task<Result<std::string>> read_within(ByteStream* stream, Duration limit) {
    co_return co_await within(limit, read(stream, 1h));
}

}

TEST_CASE("tcp: bytes arrive both ways, and the end of writing is seen as the end") {
    Loop loop;
    Ends ends = connected(loop);

    CHECK(loop.run(write(ends.client.get(), "to the server", 1s)).ok());
    CHECK(*loop.run(read(ends.server.get(), 1s)) == "to the server");
    CHECK(loop.run(write(ends.server.get(), "to the client", 1s)).ok());
    CHECK(*loop.run(read(ends.client.get(), 1s)) == "to the client");
    CHECK(ends.server->peer_address() == "127.0.0.1");

    CHECK(loop.run(ends.client->finish_writing(1s)).ok());
    CHECK(loop.run(read(ends.server.get(), 1s))->empty());
    CHECK(loop.run(write(ends.server.get(), "still", 1s)).ok());
    CHECK(*loop.run(read(ends.client.get(), 1s)) == "still");
}

TEST_CASE("tcp: a read that meets its limit loses nothing and may be repeated") {
    Loop loop;
    Ends ends = connected(loop);

    CHECK(loop.run(read(ends.server.get(), 5ms)).error().code == ErrorCode("net.deadline"));
    CHECK(loop.run(read(ends.server.get(), 5ms)).error().code == ErrorCode("net.deadline"));
    CHECK(loop.run(write(ends.client.get(), "late", 1s)).ok());
    CHECK(*loop.run(read(ends.server.get(), 1s)) == "late");
}

TEST_CASE("tcp: a shorter limit after a longer one is kept") {
    Loop loop;
    Ends ends = connected(loop);
    CHECK(loop.run(write(ends.client.get(), "x", 1s)).ok());
    CHECK(loop.run(read(ends.server.get(), 1h)).ok());

    CHECK(loop.run(read(ends.server.get(), 5ms)).error().code == ErrorCode("net.deadline"));
}

TEST_CASE("tcp: a read is cancelled with the coroutine that waits for it, and the stream lives on"
) {
    Loop loop;
    Ends ends = connected(loop);

    CHECK(loop.run(read_within(ends.server.get(), 5ms)).error().code == ErrorCode("net.deadline"));
    CHECK(loop.run(write(ends.client.get(), "later", 1s)).ok());
    CHECK(*loop.run(read(ends.server.get(), 1s)) == "later");
}

TEST_CASE(
    "tcp: a write to a peer that does not read meets its limit; to one that does it arrives whole"
) {
    std::string much;
    much.resize(50'000'000, 'x');
    Loop loop;
    {
        Ends ends = connected(loop);
        CHECK(
            loop.run(write(ends.client.get(), much, 50ms)).error().code == ErrorCode("net.deadline")
        );
    }
    Ends ends = connected(loop);
    auto received = loop.spawn(read_all(ends.server.get()));
    CHECK(loop.run(write(ends.client.get(), much, 30s)).ok());
    loop.run(ends.client->close(1s));
    CHECK(loop.wait(received) == 50'000'000);
}

TEST_CASE("tcp: abort ends a waiting read, and everything after it") {
    Loop loop;
    Ends ends = connected(loop);
    auto waiting = loop.spawn(read(ends.server.get(), 1h));
    loop.poll();

    ends.server->abort();

    CHECK(loop.wait(waiting).error().code == ErrorCode("net.closed"));
    CHECK(loop.run(read(ends.server.get(), 1h)).error().code == ErrorCode("net.closed"));
    CHECK(loop.run(write(ends.server.get(), "x", 1h)).error().code == ErrorCode("net.closed"));
}

TEST_CASE("connect: a port where nobody listens is refused, a host without a name unknown") {
    Loop loop;
    std::uint16_t port = 0;
    {
        const Listener gone = std::move(Listener::open(loop.executor(), {}).value());
        port = gone.port();
    }
    loop.poll();
    ConnectOptions options;
    options.host = "127.0.0.1";
    options.port = port;
    CHECK(loop.run(connect(options)).error().code == ErrorCode("net.refused"));

    options.host = "no-such-host.invalid";
    options.limit = 5s;
    const auto unknown = loop.run(connect(options));
    const bool told = unknown.error().code == ErrorCode("net.host_unknown")
                      || unknown.error() == deadline_passed();
    CHECK(told);
}

TEST_CASE("listen: a taken port and an address that is none are told apart") {
    Loop loop;
    const Listener first = std::move(Listener::open(loop.executor(), {}).value());

    CHECK(first.port() != 0);
    CHECK(
        Listener::open(loop.executor(), {"127.0.0.1", first.port()}).error().code
        == ErrorCode("net.port_taken")
    );
    CHECK(
        Listener::open(loop.executor(), {"localhost", 0}).error().code
        == ErrorCode("net.address_unreadable")
    );
}

TEST_CASE("listen: close ends a waiting accept") {
    Loop loop;
    Listener listener = std::move(Listener::open(loop.executor(), {}).value());
    auto waiting = loop.spawn(accept_one(&listener));
    loop.poll();

    listener.close();

    CHECK(loop.wait(waiting).error().code == ErrorCode("net.closed"));
}

TEST_CASE("stop_signal: SIGTERM is told instead of ending the process") {
    Loop loop;
    auto waiting = loop.spawn(stop_signal());
    loop.poll();

    REQUIRE(std::raise(SIGTERM) == 0);

    CHECK(loop.wait(waiting) == SIGTERM);
}

// Goal: hostile and broken clients. Whatever they send or fail to send, they get a plain refusal in
// bounded time and memory, and nothing that another reader of the same bytes could take for a
// second request.
#include "platform/http/server_fixture.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <chrono>

using namespace cohort;
using namespace cohort::http;
using namespace std::chrono_literals;

namespace {

Task<Response> repeat_body(Request& request) {
    co_return text(request.body);
}

Task<Response> greet(Request&) {
    co_return text("hello");
}

Router routes() {
    Router router;
    router.get("/", greet);
    router.add(Method::post, "/echo", BodyPolicy::buffer(100), repeat_body);
    return router;
}

ServerOptions small_limits() {
    ServerOptions options;
    options.limits.header_bytes_max = 1'000;
    options.limits.header_wait_max = 200ms;
    options.limits.body_wait_max = 200ms;
    options.limits.idle_max = 200ms;
    options.limits.write_wait_max = 200ms;
    return options;
}

int status_of_answer(const std::string& answer) {
    return answer.size() > 12 ? std::stoi(answer.substr(9, 3)) : 0;
}

std::size_t answers_in(const std::string& text) {
    std::size_t found = 0;
    for (auto at = text.find("HTTP/1.1 "); at != std::string::npos;
         at = text.find("HTTP/1.1 ", at + 1)) {
        ++found;
    }
    return found;
}

}

TEST_CASE("limits: what two readers could read differently is refused and nothing after it is read"
) {
    struct Case {
        const char* label;
        std::string request;
        int status;
    };

    const std::string second = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    const Case cases[] = {
        {"both lengths",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n",
         400},
        {"both lengths, the other way round",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nContent-Length: "
         "5\r\n\r\n0\r\n\r\n",
         400},
        {"two different lengths",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
         400},
        {"the same length twice",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\nabcde",
         400},
        {"a list of lengths",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5, 5\r\n\r\nabcde",
         400},
        {"a length with a sign",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: +5\r\n\r\nabcde",
         400},
        {"a negative length",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\nabcde",
         400},
        {"a length beyond 64 bits",
         "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 18446744073709551621\r\n\r\nabcde",
         400},
        {"an unknown coding",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\nabcde",
         501},
        {"two codings",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
         501},
        {"chunked twice",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
         "chunked\r\n\r\n0\r\n\r\n",
         400},
        {"chunked and something",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: "
         "x\r\n\r\n0\r\n\r\n",
         400},
        {"an almost chunked",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
         501},
        {"chunks in HTTP/1.0",
         "POST /echo HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400},
        {"a blank before the colon",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
         400},
        {"lines that end in LF only", "GET / HTTP/1.1\nHost: x\n\n", 400},
        {"no host", "GET / HTTP/1.1\r\n\r\n", 400},
        {"two hosts", "GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
        {"a chunk size that is no number",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
         "chunked\r\n\r\nxyz\r\nabc\r\n0\r\n\r\n",
         400},
        {"a chunk longer than it says",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
         "chunked\r\n\r\n3\r\nabcdef\r\n0\r\n\r\n",
         400},
        {"a chunk size beyond 64 bits",
         "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: "
         "chunked\r\n\r\n10000000000000003\r\nabc\r\n0\r\n\r\n",
         400},
        {"another protocol", "GET / HTTP/2.0\r\nHost: x\r\n\r\n", 505},
        {"an address of elsewhere", "GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n", 400},
        {"an unknown method", "BREW / HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"a tunnel", "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n", 501},
        {"an unknown expectation", "GET / HTTP/1.1\r\nHost: x\r\nExpect: tea\r\n\r\n", 417},
        {"a broken query", "GET /?a=%zz HTTP/1.1\r\nHost: x\r\n\r\n", 400},
    };
    RunningServer server(routes());
    for (const Case& each : cases) {
        CAPTURE(each.label);
        const std::string answer = server.exchange(each.request + second);
        CHECK(status_of_answer(answer) == each.status);
        CHECK(answers_in(answer) == 1);
        CHECK(answer.find("Connection: close\r\n") != std::string::npos);
    }
}

TEST_CASE("limits: a head that is too long is 431, in one field or in many") {
    RunningServer server(routes(), small_limits());

    CHECK(
        status_of_answer(server.exchange(
            "GET / HTTP/1.1\r\nHost: x\r\nX: " + std::string(2'000, 'a') + "\r\n\r\n"
        ))
        == 431
    );
    std::string many = "GET / HTTP/1.1\r\nHost: x\r\n";
    for (int i = 0; i < 200; ++i) {
        many += "X: aaaaaaaaaa\r\n";
    }
    CHECK(status_of_answer(server.exchange(many + "\r\n")) == 431);
    CHECK(status_of_answer(server.exchange_memory(many + "\r\n", 7)) == 431);
    CHECK(
        status_of_answer(server.exchange("GET /" + std::string(2'000, 'a') + " HTTP/1.1\r\n"))
        == 431
    );
}

TEST_CASE("limits: a body that is too long is 413, told beforehand or found out") {
    RunningServer server(routes(), small_limits());

    CHECK(
        status_of_answer(
            server.exchange("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 101\r\n\r\n")
        )
        == 413
    );
    CHECK(
        status_of_answer(server.exchange(
            "POST /echo HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n65\r\n"
            + std::string(101, 'a') + "\r\n0\r\n\r\n"
        ))
        == 413
    );
    CHECK(
        status_of_answer(server.exchange("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx"))
        == 413
    );
}

TEST_CASE("limits: a head that does not end in time is 408, even when bytes keep coming") {
    RunningServer server(routes(), small_limits());
    RawSocket socket(server.port());

    socket.send("GET / HTTP/1.1\r\nHost: x\r\nX: ");
    int bytes = 0;
    while (bytes < 500 && !socket.readable_within(20ms)) {
        socket.send("a");
        ++bytes;
    }

    CHECK(status_of_answer(socket.read_to_end()) == 408);
    CHECK(bytes > 1);
    CHECK(bytes < 500);
}

TEST_CASE("limits: a body that stops is 408, one that is cut off 400") {
    RunningServer server(routes(), small_limits());
    const std::string part = "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc";
    RawSocket stops(server.port());
    RawSocket is_cut(server.port());

    stops.send(part);
    is_cut.send(part);
    is_cut.finish();

    CHECK(status_of_answer(stops.read_to_end()) == 408);
    CHECK(status_of_answer(is_cut.read_to_end()) == 400);
}

TEST_CASE("limits: a body that comes in drops is 408, however soon the next one comes") {
    struct Case {
        const char* framing;
        const char* drop;
    };

    ServerOptions options = small_limits();
    options.limits.body_bytes_a_second_min = 10'000;
    RunningServer server(routes(), std::move(options));
    for (const Case& each :
         {Case{"Content-Length: 100", "a"}, Case{"Transfer-Encoding: chunked", "1\r\na\r\n"}}) {
        CAPTURE(each.framing);
        RawSocket socket(server.port());
        socket.send("POST /echo HTTP/1.1\r\nHost: x\r\n" + std::string(each.framing) + "\r\n\r\n");

        int drops = 0;
        while (drops < 90 && !socket.readable_within(20ms)) {
            socket.send(each.drop);
            ++drops;
        }

        CHECK(status_of_answer(socket.read_to_end()) == 408);
        CHECK(drops > 1);
        CHECK(drops < 90);
    }
}

TEST_CASE("limits: a body that takes long is read to its end, as long as it keeps its pace") {
    ServerOptions options = small_limits();
    options.limits.body_wait_max = 1s;
    options.limits.body_bytes_a_second_min = 100;
    RunningServer server(routes(), std::move(options));
    RawSocket socket(server.port());
    socket.send("POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n");

    // Longer in all than one pause may be, and none of them long.
    for (int piece = 0; piece < 10; ++piece) {
        CHECK_FALSE(socket.readable_within(150ms));
        socket.send("ten bytes.");
    }

    CHECK(status_of_answer(socket.read_until("\r\n\r\n")) == 200);
}

TEST_CASE("limits: a connection that says nothing is closed without a word") {
    RunningServer server(routes(), small_limits());
    RawSocket fresh(server.port());
    RawSocket used(server.port());
    used.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    used.read_until("hello");

    CHECK(fresh.read_to_end().empty());
    CHECK(used.read_to_end().empty());
}

namespace {

Task<Response> large(Request&) {
    co_return text(std::string().append(20'000'000, 'x'));
}

}

TEST_CASE("limits: a client that does not read its answer is let go") {
    Router router;
    router.get("/large", large);
    RunningServer server(std::move(router), small_limits());
    RawSocket socket(server.port());
    socket.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
    socket.read_until("HTTP/1.1 200");

    const auto end = std::chrono::steady_clock::now() + 10s;
    while (server.connections() > 0 && std::chrono::steady_clock::now() < end) {
        std::this_thread::yield();
    }

    CHECK(server.connections() == 0);
}

TEST_CASE("limits: a connection beyond the most allowed is closed at once") {
    ServerOptions options;
    options.limits.connections_max = 1;
    RunningServer server(routes(), std::move(options));
    RawSocket first(server.port());
    first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    first.read_until("hello");

    RawSocket second(server.port());

    CHECK(second.read_to_end().empty());
    first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    CHECK(first.read_until("hello").starts_with("HTTP/1.1 200"));
}

TEST_CASE("limits: a request answers the same in whatever pieces it comes") {
    RunningServer server(routes(), small_limits());
    const std::string request =
        "POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 11\r\n\r\nhello world"
        "GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    for (std::size_t piece = 1; piece <= request.size(); ++piece) {
        CAPTURE(piece);
        const std::string answer = server.exchange_memory(request, piece);
        CHECK(answers_in(answer) == 2);
        CHECK(answer.find("\r\n\r\nhello world") != std::string::npos);
    }
}

TEST_CASE("limits: noise is answered once at most, and the server goes on") {
    RunningServer server(routes(), small_limits());
    const std::vector<std::string> words{
        "GET ",
        "POST ",
        "/",
        "/echo",
        " HTTP/1.1\r\n",
        "Host: x\r\n",
        "\r\n",
        "\r",
        "\n",
        "0\r\n\r\n",
        "Content-Length: 3\r\n",
        "Transfer-Encoding: chunked\r\n",
        "abc",
        "3\r\n",
        ":",
        " ",
        "ffffffffffffffff\r\n"
    };
    const bool held = rc::check("never a crash", [&] {
        const auto picks = *rc::gen::container<std::vector<std::size_t>>(
            rc::gen::inRange<std::size_t>(0, words.size())
        );
        std::string bytes;
        for (const std::size_t pick : picks) {
            bytes += words[pick];
        }
        server.exchange_memory(bytes + "\r\n\r\n", 5);
    });

    CHECK(held);
    CHECK(
        status_of_answer(server.exchange("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
        == 200
    );
}

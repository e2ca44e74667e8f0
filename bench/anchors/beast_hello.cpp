// beast_hello — a trivial Boost.Beast coroutine server: the ceiling for our own page serving,
// and the receipt-callback counter for the gateway peers.
//
// Answers every request with one fixed body of -b bytes; keep-alive; counts requests and prints
// count and span on SIGINT/SIGTERM, and the count every -i milliseconds. Loopback only.
// usage: beast_hello [-p port=8080] [-b body_bytes=4096] [-t threads=1] [-i print_every_ms]
#include <boost/asio.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;

static std::atomic<unsigned long long> count{0};
static std::atomic<long long> first{0}, last{0};
static std::string body;

asio::awaitable<void> serve(tcp::socket sock) {
    beast::flat_buffer buf;
    boost::system::error_code ec;
    sock.set_option(tcp::no_delay(true), ec);
    auto tok = asio::redirect_error(asio::use_awaitable, ec);
    for (;;) {
        http::request<http::string_body> req;
        co_await http::async_read(sock, buf, req, tok);
        if (ec) co_return;
        auto t = Clock::now().time_since_epoch().count();
        if (count.fetch_add(1, std::memory_order_relaxed) == 0) first = t;
        last.store(t, std::memory_order_relaxed);
        http::response<http::span_body<const char>> res{http::status::ok, req.version()};
        res.set(http::field::content_type, "text/html; charset=utf-8");
        res.set(http::field::cache_control, "no-store");
        res.body() = beast::span<const char>(body.data(), body.size());
        res.keep_alive(req.keep_alive());
        res.prepare_payload();
        co_await http::async_write(sock, res, tok);
        if (ec || !req.keep_alive()) break;
    }
    sock.shutdown(tcp::socket::shutdown_send, ec);
}

asio::awaitable<void> listen(tcp::acceptor& acc) {
    auto ex = co_await asio::this_coro::executor;
    for (;;) asio::co_spawn(ex, serve(co_await acc.async_accept(asio::use_awaitable)), asio::detached);
}

int main(int argc, char** argv) {
    unsigned short port = 8080;
    std::size_t bytes = 4096;
    int threads = 1, print_every_ms = 0;
    for (int c; (c = getopt(argc, argv, "p:b:t:i:")) != -1;) {
        if (c == 'p') port = (unsigned short)std::atoi(optarg);
        else if (c == 'b') bytes = (std::size_t)std::atoi(optarg);
        else if (c == 't') threads = std::atoi(optarg);
        else if (c == 'i') print_every_ms = std::atoi(optarg);
        else return 2;
    }
    body.assign(bytes, 'x');
    std::vector<std::unique_ptr<asio::io_context>> ios;
    std::vector<std::unique_ptr<tcp::acceptor>> accs;
    for (int i = 0; i < threads; ++i) {  // one reactor per thread, SO_REUSEPORT spreads connections
        auto io = std::make_unique<asio::io_context>(1);
        auto acc = std::make_unique<tcp::acceptor>(*io);
        acc->open(tcp::v4());
        acc->set_option(asio::socket_base::reuse_address(true));
        acc->set_option(asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>(true));
        acc->bind({asio::ip::address_v4::loopback(), port});
        acc->listen(1024);
        asio::co_spawn(*io, listen(*acc), asio::detached);
        ios.push_back(std::move(io)), accs.push_back(std::move(acc));
    }
    asio::signal_set sig(*ios[0], SIGINT, SIGTERM);
    sig.async_wait([&](auto, int) {
        double s = double(last - first) / 1e9;
        std::printf("requests=%llu span_s=%.3f per_s=%.0f\n", (unsigned long long)count, s, s > 0 ? double(count) / s : 0.0);
        std::fflush(stdout);
        std::_Exit(0);
    });
    std::vector<std::thread> ts;
    if (print_every_ms > 0) ts.emplace_back([&] {
        for (;; std::this_thread::sleep_for(std::chrono::milliseconds(print_every_ms))) {
            std::printf("requests=%llu\n", (unsigned long long)count);
            std::fflush(stdout);
        }
    });
    for (int i = 1; i < threads; ++i) ts.emplace_back([&, i] { ios[(std::size_t)i]->run(); });
    ios[0]->run();
}

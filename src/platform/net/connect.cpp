#include "platform/net/connect.hpp"

#include "platform/net/socket_stream.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace cohort::net {

namespace asio = boost::asio;
using Code = boost::system::error_code;
using Tcp = asio::ip::tcp;
using SteadyTime = std::chrono::steady_clock::time_point;

namespace {

Duration left_until(SteadyTime end) {
    const auto left = std::chrono::duration_cast<Duration>(end - std::chrono::steady_clock::now());
    return std::max(left, Duration{0});
}

struct LookUp {
    explicit LookUp(const Executor& executor) : resolver(executor), bell(executor) {}

    Tcp::resolver resolver;
    asio::steady_timer bell;
    bool finished = false;
    Code code;
    std::vector<Tcp::endpoint> found;
};

// A look-up in the system's resolver cannot be interrupted, so it is left behind when the time is
// up; it owns what it needs.
Task<Result<std::vector<Tcp::endpoint>>>
look_up(std::string host, std::uint16_t port, Duration limit) {
    Code numeric;
    const auto address = asio::ip::make_address(host, numeric);
    if (!numeric) {
        co_return std::vector<Tcp::endpoint>{Tcp::endpoint(address, port)};
    }
    const Executor executor = co_await asio::this_coro::executor;
    auto state = std::make_shared<LookUp>(executor);
    state->bell.expires_after(limit);
    state->resolver.async_resolve(
        host,
        std::to_string(port),
        [state](Code code, Tcp::resolver::results_type found) {
            state->code = code;
            for (const auto& entry : found) {
                state->found.push_back(entry.endpoint());
            }
            state->finished = true;
            state->bell.cancel();
        }
    );
    Code rang; // by the answer, or because the time is up
    co_await state->bell.async_wait(asio::redirect_error(asio::use_awaitable, rang));
    if (!state->finished) {
        co_return deadline_passed();
    }
    if (state->code || state->found.empty()) {
        co_return Error{ErrorKind::unavailable, "net.host_unknown", state->code.message()};
    }
    co_return std::move(state->found);
}

Task<Code> connect_one(Socket& socket, Tcp::endpoint to) {
    const auto [code] = co_await socket.async_connect(to, asio::as_tuple(asio::use_awaitable));
    co_return code;
}

bool is_address(const std::string& host) {
    Code code;
    asio::ip::make_address(host, code);
    return !code;
}

// OpenSSL itself compares the name, so that a mismatch is among the reasons it gives.
bool expect_host(TlsSocket& socket, const std::string& host) {
    X509_VERIFY_PARAM* const wanted = SSL_get0_param(socket.native_handle());
    X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
    return is_address(host) ? X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1
                            : X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size()) == 1;
}

Task<Code> shake_hands(TlsSocket& socket, TlsSocket::handshake_type side) {
    const auto [code] = co_await socket.async_handshake(side, asio::as_tuple(asio::use_awaitable));
    co_return code;
}

// A certificate that is not trusted does not become so by waiting; a connection that broke comes
// back. Whoever decides when to try again needs to tell them apart.
Error handshake_failed(TlsSocket& socket, const Code& code) {
    if (const long verdict = SSL_get_verify_result(socket.native_handle()); verdict != X509_V_OK) {
        return {ErrorKind::unavailable, "tls.handshake", X509_verify_cert_error_string(verdict)};
    }
    const bool said_by_tls = code.category() == asio::error::get_ssl_category();
    return {
        ErrorKind::unavailable,
        said_by_tls ? ErrorCode("tls.handshake") : ErrorCode("net.broken"),
        code.message()
    };
}

Task<Result<std::unique_ptr<ByteStream>>> finish_handshake(
    std::unique_ptr<TlsSocket> socket,
    std::shared_ptr<asio::ssl::context> context,
    TlsSocket::handshake_type side,
    Duration limit
) {
    Task<Code> shaking = shake_hands(*socket, side);
    const Result<Code> shaken = co_await within(limit, std::move(shaking));
    if (!shaken.ok()) {
        co_return shaken.error();
    }
    if (*shaken) {
        co_return handshake_failed(*socket, *shaken);
    }
    co_return make_stream(std::move(socket), std::move(context));
}

}

Task<Result<std::unique_ptr<ByteStream>>> connect(ConnectOptions options) {
    const auto end = std::chrono::steady_clock::now() + options.limit;
    COHORT_CO_TRY(addresses, co_await look_up(options.host, options.port, options.limit));
    const Executor executor = co_await asio::this_coro::executor;
    std::string why;
    for (std::size_t index = 0; index < addresses.size(); ++index) {
        Socket socket(executor);
        // An address that does not answer may use up only its share of the time.
        const auto share = left_until(end) / static_cast<int>(addresses.size() - index);
        Task<Code> connecting = connect_one(socket, addresses[index]);
        const Result<Code> connected = co_await within(share, std::move(connecting));
        if (connected.ok() && !*connected) {
            auto plain = make_stream(std::move(socket));
            if (!options.tls) {
                co_return plain;
            }
            co_return co_await start_tls(
                std::move(plain), *options.tls, options.host, left_until(end)
            );
        }
        why = connected.ok() ? connected->message() : std::string();
    }
    if (why.empty()) {
        co_return deadline_passed();
    }
    co_return Error{ErrorKind::unavailable, "net.refused", why};
}

Task<Result<std::unique_ptr<ByteStream>>>
start_tls(std::unique_ptr<ByteStream> plain, TlsClient tls, std::string host, Duration limit) {
    auto socket = std::make_unique<TlsSocket>(release_socket(std::move(plain)), *tls.context());
    // SNI names hosts, never addresses (RFC 6066 §3).
    if (!is_address(host) && SSL_set_tlsext_host_name(socket->native_handle(), host.c_str()) != 1) {
        co_return Error{ErrorKind::unavailable, "tls.handshake", "the host name cannot be sent"};
    }
    Code code;
    socket->set_verify_mode(asio::ssl::verify_peer, code);
    if (code || !expect_host(*socket, host)) {
        co_return Error{ErrorKind::unavailable, "tls.handshake", "the name cannot be verified"};
    }
    co_return co_await finish_handshake(std::move(socket), tls.context(), TlsSocket::client, limit);
}

Task<Result<std::unique_ptr<ByteStream>>>
accept_tls(std::unique_ptr<ByteStream> plain, TlsServer tls, Duration limit) {
    auto socket = std::make_unique<TlsSocket>(release_socket(std::move(plain)), *tls.context());
    co_return co_await finish_handshake(std::move(socket), tls.context(), TlsSocket::server, limit);
}

}

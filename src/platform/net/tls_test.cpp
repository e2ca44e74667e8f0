// Goal: TLS on both ends over real sockets: what is trusted, what is refused, and STARTTLS half-way
// through. The certificates are made here, for one day, for hosts that do not exist.
#include "platform/net/connect.hpp"
#include "platform/net/listen.hpp"
#include "platform/net/test_loop.hpp"
#include "tests/support/certificates.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <unistd.h>

using namespace cohort;
using namespace cohort::net;
using namespace std::chrono_literals;

namespace {

// A self-signed certificate and its key, in two files that go with it.
class Certificate {
public:
    explicit Certificate(const std::string& host)
        : files_(test_support::self_signed(
              std::filesystem::temp_directory_path(),
              "cohort-tls-test-" + std::to_string(::getpid()) + "-" + std::to_string(++made),
              host
          )) {}

    ~Certificate() {
        std::error_code ignored;
        std::filesystem::remove(files_.certificate, ignored);
        std::filesystem::remove(files_.key, ignored);
    }

    Certificate(const Certificate&) = delete;
    Certificate& operator=(const Certificate&) = delete;

    const test_support::CertificateFiles& files() const { return files_; }

private:
    static inline int made = 0;
    test_support::CertificateFiles files_;
};

using Stream = std::unique_ptr<ByteStream>;

Task<Result<std::string>> read(ByteStream* stream) {
    std::string piece(1'000, '\0');
    COHORT_CO_TRY(size, co_await stream->read_some(std::span(piece.data(), piece.size()), 10s));
    co_return piece.substr(0, size);
}

Task<Outcome> write(ByteStream* stream, std::string bytes) {
    co_return co_await stream->write_all(bytes, 10s);
}

Task<Result<Stream>> accept_encrypted(Listener* listener, TlsServer tls) {
    COHORT_CO_TRY(plain, co_await listener->accept());
    co_return co_await accept_tls(std::move(plain), tls, 10s);
}

// Says "ready" first, and speaks TLS when told "go".
Task<Result<Stream>> accept_then_encrypt(Listener* listener, TlsServer tls) {
    COHORT_CO_TRY(plain, co_await listener->accept());
    const Outcome greeted = co_await write(plain.get(), "ready");
    const auto asked = co_await read(plain.get());
    if (!greeted.ok() || !asked.ok() || *asked != "go") {
        co_return invalid("test.unexpected");
    }
    // As with SMTP's 220: the client waits for leave, so nothing of its handshake was read with
    // "go".
    const Outcome allowed = co_await write(plain.get(), "now");
    if (!allowed.ok()) {
        co_return allowed.error();
    }
    co_return co_await accept_tls(std::move(plain), tls, 10s);
}

Task<Outcome> hang_up(Listener* listener, bool after_hello) {
    COHORT_CO_TRY(plain, co_await listener->accept());
    if (after_hello) {
        COHORT_CO_CHECK(co_await read(plain.get()));
    }
    co_await plain->close(1s);
    co_return done();
}

struct Both {
    Result<Stream> client;
    Result<Stream> server;
};

TlsServer server_of(const Certificate& certificate) {
    return TlsServer::make({certificate.files().certificate, certificate.files().key}).value();
}

TlsClient trusting(const Certificate& certificate) {
    return TlsClient::make({certificate.files().certificate}).value();
}

Both shake_hands(Loop& loop, TlsServer server, TlsClient client, const std::string& host) {
    Listener listener = std::move(Listener::open(loop.executor(), {}).value());
    auto accepted = loop.spawn(accept_encrypted(&listener, std::move(server)));
    ConnectOptions options;
    options.host = host;
    options.port = listener.port();
    options.tls = std::move(client);
    auto connected = loop.run(connect(options));
    auto served = loop.wait(accepted);
    return {std::move(connected), std::move(served)};
}

}

TEST_CASE("tls: a server with a trusted certificate of the right name is spoken to in secret") {
    Loop loop;
    const Certificate certificate("127.0.0.1");
    Both both = shake_hands(loop, server_of(certificate), trusting(certificate), "127.0.0.1");
    REQUIRE(both.client.ok());
    REQUIRE(both.server.ok());
    ByteStream* client = both.client->get();
    ByteStream* server = both.server->get();

    CHECK(client->encrypted());
    CHECK(loop.run(write(client, "to the server")).ok());
    CHECK(*loop.run(read(server)) == "to the server");
    CHECK(loop.run(write(server, "to the client")).ok());
    CHECK(*loop.run(read(client)) == "to the client");

    auto end = loop.spawn(read(server));
    auto closed = loop.spawn(client->close(1s));
    CHECK(loop.wait(end)->empty());
    loop.wait(closed);
}

TEST_CASE("tls: a certificate of another name, or of nobody we trust, is refused") {
    Loop loop;
    const Certificate other("other.example");
    const Certificate local("127.0.0.1");

    const Both wrong_name = shake_hands(loop, server_of(other), trusting(other), "127.0.0.1");
    CHECK(wrong_name.client.error().code == ErrorCode("tls.handshake"));
    const Both untrusted = shake_hands(loop, server_of(local), trusting(other), "127.0.0.1");
    CHECK(untrusted.client.error().code == ErrorCode("tls.handshake"));
    CHECK(wrong_name.client.error().detail == "IP address mismatch");
    CHECK(untrusted.client.error().detail == "self-signed certificate");
    const Both by_system =
        shake_hands(loop, server_of(local), TlsClient::make({}).value(), "127.0.0.1");
    CHECK(by_system.client.error().code == ErrorCode("tls.handshake"));
}

TEST_CASE(
    "tls: a plain connection can be turned into TLS half-way, and the name is verified then too"
) {
    Loop loop;
    const Certificate certificate("mail.example");
    for (const std::string host : {"mail.example", "other.example"}) {
        CAPTURE(host);
        Listener listener = std::move(Listener::open(loop.executor(), {}).value());
        auto accepted = loop.spawn(accept_then_encrypt(&listener, server_of(certificate)));
        ConnectOptions options;
        options.host = "127.0.0.1";
        options.port = listener.port();
        Stream plain = std::move(loop.run(connect(options)).value());
        CHECK(*loop.run(read(plain.get())) == "ready");
        CHECK(loop.run(write(plain.get(), "go")).ok());
        CHECK(*loop.run(read(plain.get())) == "now");

        auto client = loop.run(start_tls(std::move(plain), trusting(certificate), host, 10s));
        const auto server = loop.wait(accepted);

        CHECK(client.ok() == (host == "mail.example"));
        if (client.ok()) {
            CHECK((*client)->encrypted());
        }
    }
}

TEST_CASE("tls: a connection that is cut in the handshake is broken, not refused") {
    Loop loop;
    const Certificate certificate("127.0.0.1");
    for (const bool after_hello : {false, true}) {
        CAPTURE(after_hello);
        Listener listener = std::move(Listener::open(loop.executor(), {}).value());
        auto accepted = loop.spawn(hang_up(&listener, after_hello));
        ConnectOptions options;
        options.host = "127.0.0.1";
        options.port = listener.port();
        options.tls = trusting(certificate);

        CHECK(loop.run(connect(options)).error().code == ErrorCode("net.broken"));
        CHECK(loop.wait(accepted).ok());
    }
}

TEST_CASE("tls: a peer that never answers the handshake meets the limit") {
    Loop loop;
    const Certificate certificate("127.0.0.1");
    Listener listener = std::move(Listener::open(loop.executor(), {}).value());
    ConnectOptions options;
    options.host = "127.0.0.1";
    options.port = listener.port();
    options.tls = trusting(certificate);
    options.limit = 50ms;

    CHECK(loop.run(connect(options)).error().code == ErrorCode("net.deadline"));
}

TEST_CASE("tls: files that are no certificate or no key are said to be so") {
    const Certificate certificate("127.0.0.1");
    const Certificate other("127.0.0.1");

    CHECK(
        TlsServer::make({"/nowhere", certificate.files().key}).error().code
        == ErrorCode("tls.certificate_unreadable")
    );
    CHECK(
        TlsServer::make({certificate.files().certificate, other.files().key}).error().code
        == ErrorCode("tls.key_unreadable")
    );
    CHECK(TlsClient::make({certificate.files().key}).error().code == ErrorCode("tls.ca_unreadable"));
}

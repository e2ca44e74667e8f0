#pragma once
// What both ends of TLS need to know, loaded and checked once, shared by all connections. TLS 1.2
// and later. Threads: immutable after make; copies share.
#include "base/result.hpp"

#include <memory>
#include <string>

namespace boost::asio::ssl {
class context; // NOLINT(readability-identifier-naming): Asio's own name
}

namespace cohort::net {

class TlsClient {
public:
    struct Options {
        // Certificates to trust, PEM; empty trusts the system's.
        std::string ca_file = {};
    };

    // The peer's certificate and its name are always verified. Errors: tls.ca_unreadable.
    static Result<TlsClient> make(Options options);

    const std::shared_ptr<boost::asio::ssl::context>& context() const { return context_; }

private:
    explicit TlsClient(std::shared_ptr<boost::asio::ssl::context> context);
    std::shared_ptr<boost::asio::ssl::context> context_;
};

class TlsServer {
public:
    struct Options {
        std::string certificate_file; // PEM, the whole chain, leaf first
        std::string private_key_file; // PEM
    };

    // Errors: tls.certificate_unreadable, tls.key_unreadable (or not of this certificate).
    static Result<TlsServer> make(Options options);

    const std::shared_ptr<boost::asio::ssl::context>& context() const { return context_; }

private:
    explicit TlsServer(std::shared_ptr<boost::asio::ssl::context> context);
    std::shared_ptr<boost::asio::ssl::context> context_;
};

}

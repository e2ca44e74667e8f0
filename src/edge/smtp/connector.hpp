#pragma once
// How a lane gets its connection: the seam that lets a test or a simulation stand in for the
// network.
#include "edge/smtp/settings.hpp"
#include "platform/net/byte_stream.hpp"
#include "platform/net/tls.hpp"

#include <memory>

namespace cohort::smtp {

class Connector {
public:
    using Stream = Result<std::unique_ptr<net::ByteStream>>;

    virtual ~Connector() = default;
    // Errors: those of net::connect.
    virtual Task<Stream> connect() = 0;
    // After STARTTLS was agreed. Errors: those of net::start_tls.
    virtual Task<Stream> start_tls(std::unique_ptr<net::ByteStream> plain) = 0;
};

// Over TCP, with the certificate and its name verified. Errors: tls.ca_unreadable.
Result<std::unique_ptr<Connector>> make_network_connector(const SmtpSettings& settings);

}

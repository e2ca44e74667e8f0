#pragma once
// Opening a connection: look the host up, try its addresses in turn, and, if asked, speak TLS; one
// limit for it all. Errors, kind unavailable: net.host_unknown, net.refused (no address answered),
// net.deadline, net.broken (cut in the middle of the handshake: trying again may help),
// tls.handshake (the detail says why, for example an untrusted certificate or another host's: it
// will not).
#include "platform/net/byte_stream.hpp"
#include "platform/net/tls.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace cohort::net {

struct ConnectOptions {
    std::string host;
    std::uint16_t port = 0;
    std::optional<TlsClient> tls = {}; // TLS from the first byte
    Duration limit = std::chrono::seconds(10);
};

// The stream lives on the executor of the calling coroutine, which should be a strand when several
// threads run it.
Task<Result<std::unique_ptr<ByteStream>>> connect(ConnectOptions options);

// Turns a plain connection into TLS (STARTTLS, client side). `host` is the name the certificate
// must carry. Requires: a stream from connect or a Listener, with no read or write under way and
// nothing read ahead.
Task<Result<std::unique_ptr<ByteStream>>>
start_tls(std::unique_ptr<ByteStream> plain, TlsClient tls, std::string host, Duration limit);

// The server's side of the same.
Task<Result<std::unique_ptr<ByteStream>>>
accept_tls(std::unique_ptr<ByteStream> plain, TlsServer tls, Duration limit);

}

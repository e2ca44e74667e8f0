#pragma once
// Inside net: the ByteStream over a TCP socket, plain or TLS.
#include "platform/net/byte_stream.hpp"
#include "platform/net/watch.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

#include <memory>

namespace boost::asio::ssl {
class context;
}

namespace cohort::net {

using Socket = boost::asio::ip::tcp::socket;
using TlsSocket = boost::asio::ssl::stream<Socket>;

std::unique_ptr<ByteStream> make_stream(Socket socket);
std::unique_ptr<ByteStream>
make_stream(std::unique_ptr<TlsSocket> socket, std::shared_ptr<boost::asio::ssl::context> context);

// Takes the socket out of a plain stream made above. Requires: it is one.
Socket release_socket(std::unique_ptr<ByteStream> plain);

}

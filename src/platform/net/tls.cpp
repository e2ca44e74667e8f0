#include "platform/net/tls.hpp"

#include <boost/asio/ssl/context.hpp>

#include <utility>

namespace cohort::net {

namespace ssl = boost::asio::ssl;

namespace {

using Code = boost::system::error_code;

std::shared_ptr<ssl::context> make_context(ssl::context::method method) {
    auto context = std::make_shared<ssl::context>(method);
    context->set_options(
        ssl::context::default_workarounds | ssl::context::no_sslv2 | ssl::context::no_sslv3
        | ssl::context::no_tlsv1 | ssl::context::no_tlsv1_1 | ssl::context::no_compression
    );
    return context;
}

}

TlsClient::TlsClient(std::shared_ptr<ssl::context> context) : context_(std::move(context)) {}

Result<TlsClient> TlsClient::make(Options options) {
    auto context = make_context(ssl::context::tls_client);
    Code code;
    if (options.ca_file.empty()) {
        context->set_default_verify_paths(code);
    } else {
        context->load_verify_file(options.ca_file, code);
    }
    if (code) {
        return Error{ErrorKind::unavailable, "tls.ca_unreadable", code.message()};
    }
    context->set_verify_mode(ssl::verify_peer, code);
    return TlsClient(std::move(context));
}

TlsServer::TlsServer(std::shared_ptr<ssl::context> context) : context_(std::move(context)) {}

Result<TlsServer> TlsServer::make(Options options) {
    auto context = make_context(ssl::context::tls_server);
    Code code;
    context->use_certificate_chain_file(options.certificate_file, code);
    if (code) {
        return Error{ErrorKind::unavailable, "tls.certificate_unreadable", code.message()};
    }
    context->use_private_key_file(options.private_key_file, ssl::context::pem, code);
    if (code) {
        return Error{ErrorKind::unavailable, "tls.key_unreadable", code.message()};
    }
    return TlsServer(std::move(context));
}

}

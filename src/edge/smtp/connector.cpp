#include "edge/smtp/connector.hpp"

#include "platform/net/connect.hpp"

#include <optional>
#include <utility>

namespace cohort::smtp {

namespace {

class NetworkConnector final : public Connector {
public:
    NetworkConnector(net::ConnectOptions options, net::TlsClient tls)
        : options_(std::move(options)), tls_(std::move(tls)) {}

    Task<Stream> connect() override {
        auto options = options_;
        co_return co_await net::connect(std::move(options));
    }

    Task<Stream> start_tls(std::unique_ptr<net::ByteStream> plain) override {
        auto tls = tls_;
        auto host = options_.host;
        co_return co_await net::start_tls(
            std::move(plain), std::move(tls), std::move(host), options_.limit
        );
    }

private:
    net::ConnectOptions options_;
    net::TlsClient tls_;
};

}

Result<std::unique_ptr<Connector>> make_network_connector(const SmtpSettings& settings) {
    COHORT_TRY(tls, net::TlsClient::make({settings.ca_file}));
    net::ConnectOptions options;
    options.host = settings.host;
    options.port = settings.port;
    options.limit = settings.connect_wait_max;
    if (settings.security == Security::implicit_tls) {
        options.tls = tls;
    }
    return std::unique_ptr<Connector>{
        std::make_unique<NetworkConnector>(std::move(options), std::move(tls))
    };
}

}

#pragma once
// The configured ways out, made from the configuration.
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/uptime.hpp"
#include "platform/net/pool.hpp"
#include "practice/sealing.hpp"
#include "server/config.hpp"
#include "server/configured_gateway.hpp"

#include <vector>

namespace cohort::server {

struct GatewayNeeds {
    const practice::Keyring& keyring;
    const Clock& clock;
    Random& random;
    net::Pool& pool;
    const Uptime& uptime;
};

// Errors: those of the adapters' settings, secret_file.*; the detail names the configuration's
// section.
Result<std::vector<ConfiguredGateway>>
make_gateways(const Config& config, const GatewayNeeds& needs);

}

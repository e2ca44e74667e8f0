#pragma once
// The configured ways out, made from the configuration.
#include "base/clock.hpp"
#include "base/random.hpp"
#include "flow/send/send.hpp"
#include "server/config.hpp"

#include <memory>
#include <string>
#include <vector>

namespace cohort::server {

struct ConfiguredGateway {
    std::string id; // "sms", "email": stands in every attempt and receipt
    domain::Channel channel;
    std::unique_ptr<send::Gateway> gateway;
};

// Errors: those of the adapters' settings, secret_file.*; the detail names the configuration's
// section.
Result<std::vector<ConfiguredGateway>>
make_gateways(const Config& config, const Clock& clock, Random& random);

}

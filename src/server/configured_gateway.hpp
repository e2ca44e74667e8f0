#pragma once
// One way out, as it stands in the configuration.
#include "domain/channel.hpp"
#include "flow/send/gateway.hpp"

#include <memory>
#include <string>

namespace cohort::server {

struct ConfiguredGateway {
    std::string id; // "sms", "email": stands in every attempt and receipt
    domain::Channel channel;
    std::unique_ptr<send::Gateway> gateway;
};

}

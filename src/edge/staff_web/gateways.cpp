#include "edge/staff_web/gateways.hpp"

namespace cohort::staff_web {

std::optional<GatewayTrouble> trouble_with(const send::Sending& sending, domain::Channel channel) {
    const send::GatewayStatus status = sending.gateway_status(channel);
    if (!status.configured) {
        const bool sms = channel == domain::Channel::sms;
        return GatewayTrouble{channel, sms ? "gateway.none_for_sms" : "gateway.none_for_email"};
    }
    if (status.pause) {
        return GatewayTrouble{channel, status.pause->reason};
    }
    if (status.impaired) {
        return GatewayTrouble{channel, status.impaired->reason, true};
    }
    return std::nullopt;
}

}

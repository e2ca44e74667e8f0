#pragma once
// How the ways out are, for the pages that say so.
#include "edge/staff_web/pages/parts.hpp"
#include "flow/send/send.hpp"

namespace cohort::staff_web {

// Nothing while the channel's messages go out as they should.
std::optional<GatewayTrouble> trouble_with(const send::Sending& sending, domain::Channel channel);

}

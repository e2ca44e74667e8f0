#include "server/shared_gateway.hpp"

#include <utility>

namespace cohort::server {

SharedGateway::SharedGateway(std::unique_ptr<send::Gateway> gateway, const Uptime& uptime)
    : gateway_(std::move(gateway)), uptime_(uptime) {
    gateway_->set_share(share_);
}

void SharedGateway::give(send::Share share, Milliseconds until) {
    until_ = until;
    shrink(share);
}

void SharedGateway::shrink(send::Share share) {
    if (share_ != share) {
        share_ = share;
        gateway_->set_share(share);
    }
}

Task<> SharedGateway::run(send::GatewayEvents& events) {
    return gateway_->run(events);
}

std::size_t SharedGateway::free_slots() const {
    return uptime_.now() < until_ ? gateway_->free_slots() : 0;
}

void SharedGateway::submit(std::vector<send::Submission> submissions) {
    gateway_->submit(std::move(submissions));
}

Task<std::vector<send::LookUpAnswer>> SharedGateway::look_up(std::vector<send::LookUp> questions) {
    return gateway_->look_up(std::move(questions));
}

Task<> SharedGateway::stop(Milliseconds grace) {
    return gateway_->stop(grace);
}

}

#pragma once
// A gateway to an account that several nodes share: gives nothing to send unless this node has a
// share of it now. A share ends by itself, so a node that was stopped or cut off from the database
// for a while finds itself without one, before it does anything. Threads: the engine's executor.
#include "base/uptime.hpp"
#include "flow/send/gateway.hpp"

#include <memory>

namespace cohort::server {

class SharedGateway final : public send::Gateway {
public:
    // Without a share until one is given.
    SharedGateway(std::unique_ptr<send::Gateway> gateway, const Uptime& uptime);

    // To less than it has, for as long as it has it.
    void shrink(send::Share share);
    // `until`: by the uptime.
    void give(send::Share share, Milliseconds until);

    // What it was given last, though it may have ended.
    const send::Share& share() const { return share_; }

    Task<> run(send::GatewayEvents& events) override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;

    std::size_t connections_max() const override { return gateway_->connections_max(); }

    std::size_t connections() const override { return gateway_->connections(); }

    Task<std::vector<send::LookUpAnswer>> look_up(std::vector<send::LookUp> questions) override;
    Task<> stop(Milliseconds grace) override;

private:
    std::unique_ptr<send::Gateway> gateway_;
    const Uptime& uptime_;
    send::Share share_{.rate = 0, .connections = 0};
    Milliseconds until_{0};
};

}

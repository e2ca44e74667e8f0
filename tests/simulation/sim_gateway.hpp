#pragma once
// A gateway in a simulated process: keeps the bargain of flow/send/gateway.hpp over a link that is
// slow, is cut, and loses what was under way.
#include "tests/simulation/carrier.hpp"

namespace cohort::simulation {

class SimGateway final : public send::Gateway {
public:
    SimGateway(VirtualTime& time, Random& random, const Weather& weather, Carrier& carrier);
    ~SimGateway() override;

    Task<> run(send::GatewayEvents& events) override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;
    Task<> stop(Milliseconds grace) override;

    // The link breaks, and comes back after a while.
    void cut();
    std::size_t open() const;

private:
    struct Connection;

    void connect();

    VirtualTime& time_;
    Random& random_;
    const Weather& weather_;
    Carrier& carrier_;
    send::GatewayEvents* events_ = nullptr;
    Executor executor_;
    std::shared_ptr<Connection> connection_; // none while the link is down
    VirtualTime::Entry back_;
    bool stopping_ = false;
};

}

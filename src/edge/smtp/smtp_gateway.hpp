#pragma once
// Email through one relay: a small pool of kept SMTP connections behind flow/send/gateway.hpp,
// whose bargain the Session keeps. One message is one envelope with one recipient, always.
//
// The pool: one lane connects at the start and proves the login; the others connect when there is
// something to send and sleep again when there is not. free_slots() counts a place for every
// sleeping lane and two for every connected one whose server has PIPELINING, less what is open. A
// fault of the relay or of our settings pauses the whole gateway: connections rest, and one lane
// tries again after a wait that doubles (with jitter), longer when only a person can help. What was
// given and not begun is not sent. Letters are written and signed on the threads for work, and have
// their place from submit() on. What comes back is taken
// in by inbound/ while run() runs. Accepted carries one reference: what stands before the @ of our
// Message-ID, which a bounce leads back to. Threads: the executor of run() only. Events are told
// from a turn of their own, never from inside submit().
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/uptime.hpp"
#include "edge/smtp/connector.hpp"
#include "edge/smtp/settings.hpp"
#include "flow/send/gateway.hpp"
#include "platform/net/pool.hpp"

#include <memory>

namespace cohort::smtp {

class SmtpGateway final : public send::Gateway {
public:
    struct Deps {
        const Clock& clock;
        Random& random;
        net::Pool& pool;
        std::unique_ptr<Connector> connector;
        const Uptime& uptime = system_uptime();
    };

    // Over the network. Errors: those of check(settings), inbound::check_inbound and
    // make_network_connector.
    static Result<std::unique_ptr<SmtpGateway>>
    make(SmtpSettings settings, const Clock& clock, Random& random, net::Pool& pool);

    // Requires: check(settings) is ok.
    SmtpGateway(SmtpSettings settings, Deps deps);
    // Requires: run() was never called, or has returned. The event loop may have gone before.
    ~SmtpGateway() override;

    Task<> run(send::GatewayEvents& events) override;
    void set_share(send::Share share) override;
    std::size_t connections_max() const override;
    std::size_t connections() const override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;
    // When it returns every attempt has been told; run() returns at most a connect_wait_max later.
    Task<> stop(Milliseconds grace) override;

private:
    class Pool;
    std::shared_ptr<Pool> pool_;
};

}

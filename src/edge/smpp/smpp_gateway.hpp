#pragma once
// A text gateway over SMPP 3.4: one bind_transceiver kept up for as long as it runs.
// Promise: the bargain of flow/send/gateway.hpp; receipts are acknowledged after events.keep said
// they are kept; requests that are ready together leave in one write, and everything one read
// brings is handled together. A connection that fails is opened again after 1 s, doubled, at most
// 30 s, with jitter; when a person is needed (a refused password), once a minute, so that a mended
// account comes back by itself. Pauses: 'resumed' comes when the cause is over. After a refusal of
// our settings that is only known when a message is accepted, so free_slots gives one message as a
// probe, and ready is called, while the pause stands. Threads: one executor, that of run; submit,
// free_slots and stop on it too. Never logs, and keeps nothing of a message after its end.
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "edge/smpp/session.hpp"
#include "edge/smpp/settings.hpp"
#include "flow/send/gateway.hpp"
#include "platform/net/byte_stream.hpp"

#include <functional>
#include <memory>

namespace cohort::smpp {

using Connector = std::function<Task<Result<std::unique_ptr<net::ByteStream>>>()>;

class SmppGateway final : public send::Gateway {
public:
    struct Deps {
        const Clock& clock;
        Random& random;
        Connector connect = {
        }; // another transport, for tests; empty: net::connect to the settings' host
    };

    // Errors: smpp.settings (the detail names every fault), tls.ca_unreadable.
    static Result<std::unique_ptr<SmppGateway>> make(SmppSettings settings, Deps deps);
    ~SmppGateway() override;

    Task<> run(send::GatewayEvents& events) override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;
    Task<> stop(Milliseconds grace) override;

    bool connected() const;
    // Of all sessions so far.
    Counts counts() const;

private:
    class Link;

    SmppGateway(SmppSettings settings, Deps deps);
    struct Signals;
    Task<> run_links(std::shared_ptr<Signals> signals);
    Task<> serve(std::unique_ptr<net::ByteStream> stream);
    void tell_paused(send::Pause pause);
    void tell_resumed();
    Milliseconds wait_after_failure();

    SmppSettings settings_;
    Deps deps_;
    Pace pace_;
    std::uint8_t concatenation_reference_;

    send::GatewayEvents* events_ = nullptr;
    std::shared_ptr<Link> link_; // shared with its coroutines and with what it posted
    bool stopping_ = false;
    bool ended_ = false;
    unsigned failures_ = 0;
    std::string told_; // the reason of the pause that was told last; empty when resumed
    bool person_needed_ = false;
    Counts counts_before_; // of links that ended
    // Owned by run and by what waits for its end: nothing that belongs to the event loop is kept
    // beyond them, for the loop may be gone before the gateway is.
    std::weak_ptr<Signals> signals_;
};

}

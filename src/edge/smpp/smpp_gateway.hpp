#pragma once
// A text gateway over SMPP 3.4: one or several binds to one account, kept up for as long as it
// runs: transceivers, or transmitters and one receiver. Each sending bind has its share of the
// window, so that the places are what the settings say; a submission goes to the bind with most
// room, and a bind that is lost costs only what was open on it. Receipts are taken on any bind.
// Promise: the bargain of flow/send/gateway.hpp; receipts are acknowledged after events.keep said
// they are kept; requests that are ready together leave in one write, and everything one read
// brings is handled together. A connection that fails is opened again after 1 s, doubled, at most
// 30 s, with jitter, each bind for itself; when a person is needed (a refused password), once a
// minute, so that a mended account comes back by itself. Pauses: told when no sending bind is left,
// or when the account as a whole was refused; while some sending bind works and others, or the
// receiver, do not, sending goes on and `impaired` says so. 'resumed' comes when the cause is over.
// After a refusal of our settings that is only known when a message is accepted, so free_slots
// gives one message as a probe, and ready is called, while the pause stands. Threads: one executor,
// that of run; submit, free_slots and stop on it too. Never logs, and keeps nothing of a message
// after its end.
#include "base/clock.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/uptime.hpp"
#include "edge/smpp/account.hpp"
#include "edge/smpp/session.hpp"
#include "edge/smpp/settings.hpp"
#include "flow/send/gateway.hpp"
#include "platform/net/byte_stream.hpp"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cohort::smpp {

class Signal;

using Connector = std::function<Task<Result<std::unique_ptr<net::ByteStream>>>()>;

class SmppGateway final : public send::Gateway {
public:
    struct Deps {
        const Clock& clock;
        Random& random;
        Connector connect = {
        }; // another transport, for tests; empty: net::connect to the settings' host
        const Uptime& uptime = system_uptime();
    };

    // Errors: smpp.settings (the detail names every fault), tls.ca_unreadable.
    static Result<std::unique_ptr<SmppGateway>> make(SmppSettings settings, Deps deps);
    ~SmppGateway() override;

    Task<> run(send::GatewayEvents& events) override;
    std::size_t free_slots() const override;
    void submit(std::vector<send::Submission> submissions) override;
    // Sending binds; one receiver beside them is every node's own, while it has any.
    void set_share(send::Share share) override;

    std::size_t connections_max() const override { return settings_.binds; }

    std::size_t connections() const override;
    Task<std::vector<send::LookUpAnswer>> look_up(std::vector<send::LookUp> questions) override;
    Task<> stop(Milliseconds grace) override;

    // A sending bind is up and in no trouble.
    bool connected() const;
    // Of all sessions so far.
    Counts counts() const;

private:
    class Link;
    class KeptBind;

    SmppGateway(SmppSettings settings, Deps deps);
    Task<> run_binds(std::size_t first);
    struct LookingUp;
    void looked_up(std::uint64_t token, send::LookUpAnswer answer);
    void account_paused(std::optional<send::Pause> pause);
    // Tells the pause, or its end, when either is new.
    void tell_state();
    std::optional<send::Pause> all_down() const;
    std::optional<send::Pause> shortfall() const;

    SmppSettings settings_;
    Deps deps_;
    Account account_;
    std::vector<std::unique_ptr<KeptBind>> binds_; // sending ones first

    send::GatewayEvents* events_ = nullptr;
    bool stopping_ = false;
    bool ended_ = false;
    std::optional<send::Pause> account_pause_;
    std::string told_; // the reason of the pause that was told last; empty when resumed
    std::string impairment_told_;

    // The questions without an answer: whose they are, and which of theirs.
    struct Asked {
        std::weak_ptr<LookingUp> by;
        std::size_t index;
    };

    std::map<std::uint64_t, Asked> asked_;
    std::uint64_t next_token_ = 1;
    // Owned by run and by what waits for its end: nothing that belongs to the event loop is kept
    // beyond them, for the loop may be gone before the gateway is.
    std::weak_ptr<Signal> end_;
};

}

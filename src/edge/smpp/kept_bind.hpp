#pragma once
// Inside the gateway: one bind, opened again whenever it ends, for as long as the gateway runs.
// Knows why it is down; what that means for the whole gateway is the gateway's to say.
#include "edge/smpp/account.hpp"
#include "edge/smpp/smpp_gateway.hpp"

#include <memory>
#include <optional>

namespace cohort::smpp {

class Signal;

class SmppGateway::KeptBind {
public:
    KeptBind(SmppGateway& gateway, BindPlan plan) : gateway_(gateway), plan_(plan) {}

    // Returns after stop, when its last session has ended.
    Task<> run();
    void stop();
    // Finishes what is open, and opens nothing until go_on.
    void rest();
    void go_on();

    bool resting() const { return resting_; }

    const BindPlan& plan() const { return plan_; }

    bool sends() const { return plan_.role != BindRole::receiver; }

    // Null while not connected.
    Link* link() const { return link_.get(); }

    // Why it takes nothing; empty while it works, and before its first attempt ended.
    const std::optional<send::Pause>& trouble() const { return trouble_; }

    bool works() const;

    Counts counts() const;

    // Told by its link.
    void in_trouble(send::Pause why);
    void out_of_trouble();

private:
    Task<> serve(std::unique_ptr<net::ByteStream> stream);
    Milliseconds wait_after_failure();

    SmppGateway& gateway_;
    BindPlan plan_;
    std::shared_ptr<Link> link_; // shared with its coroutines and with what it posted
    std::optional<send::Pause> trouble_;
    bool resting_ = false;
    unsigned failures_ = 0;
    Counts counts_before_; // of links that ended
    // Owned by run: nothing that belongs to the event loop is kept beyond it, for the loop may be
    // gone before the gateway is.
    std::weak_ptr<Signal> stop_;
};

}

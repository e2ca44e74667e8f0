#pragma once
// One gateway's worker: claims due messages in chunks, marks them in windows, hands them over,
// records each outcome. One coroutine does all database work in cycles; a cycle is one commit that
// stores the outcomes that came in and marks as many messages as the gateway has room for. So a
// mark is always committed before its bytes leave, and the marks without a recorded end are never
// more than the gateway's window. Threads: everything on the engine's one executor.
#include "flow/send/breaker.hpp"
#include "flow/send/claims.hpp"
#include "flow/send/fair_shares.hpp"
#include "flow/send/held.hpp"
#include "flow/send/outcomes.hpp"
#include "flow/send/rate.hpp"
#include "flow/send/set_aside.hpp"
#include "platform/net/timer.hpp"

#include <string>
#include <vector>

namespace cohort::send {

class GatewayWorker final : public GatewayEvents {
public:
    GatewayWorker(
        const Deps& deps,
        Sending::Inside& inside,
        const Sending::Hooks& hooks,
        std::string gateway_id,
        Channel channel,
        Gateway& gateway,
        Sending::KeepReceipts keep,
        Executor executor
    );

    // Until stop; returns when every outcome is stored and nothing is held.
    Task<> run();
    void stop();
    // There may be something new in line.
    void look();

    void attempt_ended(const AttemptKey& key, AttemptOutcome outcome) override;
    void answered_late(const AttemptKey& key, AttemptOutcome outcome) override;
    void ready() override;
    void paused(Pause pause) override;
    void resumed() override;
    void impaired(std::optional<Pause> how) override;
    Task<bool> keep(std::vector<Receipt> receipts) override;

private:
    Task<> cycle();
    Task<> refill();
    Task<Outcome> claim_shares(std::vector<Unfinished> waiting, std::vector<Served> shares);
    void tell_line(const std::vector<Unfinished>& waiting);
    Places places_to_hold() const;
    Task<> put_back_leases();
    Task<> wait_for_work();
    void wake();
    std::size_t room() const;
    void listen_to_health();

    const Deps& deps_;
    Sending::Inside& inside_;
    const Sending::Hooks& hooks_;
    std::string gateway_id_;
    Channel channel_;
    Gateway& gateway_;
    Sending::KeepReceipts keep_;
    Executor executor_;
    net::Timer woken_;
    Held held_;
    std::vector<EndedAttempt> ended_;
    std::size_t heard_ = 0; // of them, from the first: those whose storing has failed before
    Breaker breaker_;
    FairShares shares_;
    SetAside set_aside_;
    Rate handed_over_;
    TimePoint looked_at_{}; // for who waits
    bool starved_ = false;  // the last look found nothing to claim
    bool stopping_ = false;
};

}

#pragma once
// Receipts: what gateways say later. Each is kept as it came before it is acknowledged, then
// applied to the part it is about; one that comes before the submit's answer waits for it (G31),
// and one whose answer never came finds its message by what it repeats of it (G9). Receipts may
// come twice, late and out of order: a message only moves forward, except that 'delivered' corrects
// a failure. Threads: `keep` is a coroutine for the engine's executor; `on_accepted` runs inside
// the caller's database job.
#include "base/clock.hpp"
#include "base/random.hpp"
#include "flow/send/send.hpp"
#include "platform/db/database.hpp"
#include "practice/sealing.hpp"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::receipts {

class Receipts {
public:
    Receipts(
        db::Database& database,
        const send::Sending& sending,
        const practice::Keyring& keyring,
        const Clock& clock,
        Random& random
    );

    // True once all of them are committed: the gateway may be told that we have them.
    Task<bool> keep(std::string gateway_id, std::vector<send::Receipt> receipts);

    // Receipts without a known reference that came before their message was in doubt find it now.
    Task<Outcome> match_waiting();

    // A receipt and the answer to its submit that were stored at the same moment by two connections
    // have missed each other: the receipt waits, though its reference is known. Finds such ones.
    Task<Outcome> match_overtaken();

    // send's hook: applies what waited for these references.
    Outcome on_accepted(
        db::Transaction& tx,
        std::string_view gateway_id,
        std::span<const std::string_view> references
    ) const;

private:
    struct Batch;

    Outcome store(db::Transaction& tx, std::string_view gateway_id, const Batch& batch) const;

    db::Database& database_;
    const send::Sending& sending_;
    const practice::Keyring& keyring_;
    const Clock& clock_;
    Random& random_;
};

}

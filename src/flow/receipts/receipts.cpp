#include "flow/receipts/receipts.hpp"

#include "flow/receipts/sql.hpp"
#include "platform/log/log.hpp"

#include <optional>

namespace cohort::receipts {
namespace {

using Says = send::Receipt::Says;

std::string_view text(Says says) {
    switch (says) {
    case Says::interim:
        return "interim";
    case Says::delivered:
        return "delivered";
    case Says::failed:
        return "failed";
    case Says::expired:
        return "expired";
    case Says::unknown:
        return "unknown";
    }
    return "unknown";
}

// What a kind of receipt proves about its part. Interim and unknown prove nothing: they are kept
// and change nothing.
std::optional<send::Sending::PartEvidence> evidence_of(Says says, std::string_view reason) {
    using Evidence = send::Sending::PartEvidence;
    switch (says) {
    case Says::delivered:
        return Evidence{Evidence::Says::delivered, {}};
    case Says::failed:
        return Evidence{
            Evidence::Says::failed, std::string(reason.empty() ? "message.not_delivered" : reason)
        };
    case Says::expired:
        return Evidence{
            Evidence::Says::failed, std::string(reason.empty() ? "message.expired" : reason)
        };
    case Says::interim:
    case Says::unknown:
        return std::nullopt;
    }
    return std::nullopt;
}

Says read_says(std::string_view word) {
    for (const Says says :
         {Says::interim, Says::delivered, Says::failed, Says::expired, Says::unknown}) {
        if (text(says) == word) {
            return says;
        }
    }
    return Says::unknown;
}

}

Receipts::Receipts(
    db::Database& database,
    const send::Sending& sending,
    const practice::Keyring& keyring,
    const Clock& clock,
    Random& random
)
    : database_(database), sending_(sending), keyring_(keyring), clock_(clock), random_(random) {}

Task<bool> Receipts::keep(std::string gateway_id, std::vector<send::Receipt> receipts) {
    // Both live in this frame, which waits for the commit.
    const auto commit = [this, &gateway_id, &receipts](db::Transaction& tx) {
        return store(tx, gateway_id, receipts);
    };
    const Outcome kept = co_await database_.write(commit);
    if (!kept.ok()) {
        log::error(
            "receipts_not_kept",
            {{"gateway", gateway_id}, {"code", kept.error().code}, {"detail", kept.error().detail}}
        );
    }
    co_return kept.ok();
}

Outcome Receipts::store(
    db::Transaction& tx, std::string_view gateway_id, const std::vector<send::Receipt>& receipts
) const {
    const TimePoint now = clock_.now();
    for (const send::Receipt& receipt : receipts) {
        COHORT_TRY(applied, apply(tx, gateway_id, receipt));
        // A random number, not one that rises with time: thousands come in one millisecond.
        const auto id = static_cast<std::int64_t>(random_.bits() >> 1U);
        const std::string raw = keyring_.deployment().seal(receipt.raw, {"receipts.raw", {id}});
        tx.run(
            sql::add_receipt,
            gateway_id,
            id,
            std::string_view(receipt.provider_reference),
            text(receipt.says),
            std::string_view(receipt.reason),
            std::string_view(receipt.detail),
            receipt.at,
            now,
            db::Bytes{raw},
            std::string_view(applied ? "applied" : "waiting")
        );
    }
    return done();
}

Result<bool> Receipts::apply(
    db::Transaction& tx, std::string_view gateway_id, const send::Receipt& receipt
) const {
    const auto evidence = evidence_of(receipt.says, receipt.reason);
    if (!evidence) {
        return true;
    }
    return sending_.apply_evidence(tx, gateway_id, receipt.provider_reference, *evidence);
}

Outcome Receipts::on_accepted(
    db::Transaction& tx, std::string_view gateway_id, std::span<const std::string_view> references
) const {
    // Nearly always nothing waits, and one look says so.
    if (!tx.one(sql::any_waiting, [](const db::Row&) { return true; }, gateway_id)) {
        return done();
    }

    struct Waiting {
        std::int64_t id;
        Says says;
        std::string reason;
    };

    for (const std::string_view reference : references) {
        const auto waiting = tx.all(
            sql::find_waiting,
            [](const db::Row& row) {
                return Waiting{row.integer(0), read_says(row.text(1)), std::string(row.text(2))};
            },
            gateway_id,
            reference
        );
        for (const Waiting& one : waiting) {
            if (const auto evidence = evidence_of(one.says, one.reason)) {
                COHORT_CHECK(sending_.apply_evidence(tx, gateway_id, reference, *evidence));
            }
            tx.run(sql::set_applied, gateway_id, one.id);
        }
    }
    return done();
}

}

#include "flow/receipts/receipts.hpp"

#include "flow/receipts/sql.hpp"
#include "platform/log/log.hpp"

#include <optional>

namespace cohort::receipts {
namespace {

using Says = send::Receipt::Says;
using Evidence = send::Sending::PartEvidence;

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
std::optional<Evidence>
evidence_of(std::string_view provider_reference, Says says, std::string_view reason) {
    const auto failed = [&](std::string_view otherwise) {
        return Evidence{
            provider_reference, Evidence::Says::failed, reason.empty() ? otherwise : reason
        };
    };
    switch (says) {
    case Says::delivered:
        return Evidence{provider_reference, Evidence::Says::delivered, {}};
    case Says::failed:
        return failed("message.not_delivered");
    case Says::expired:
        return failed("message.expired");
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

using BatchId = Id<struct BatchTag>;

// What came together, as its rows are written.
struct Receipts::Batch {
    BatchId id;
    std::vector<send::Receipt> receipts;
    std::vector<std::string> raw_sealed;
};

Task<bool> Receipts::keep(std::string gateway_id, std::vector<send::Receipt> receipts) {
    Batch batch{make_id<BatchId>(clock_.now(), random_), std::move(receipts), {}};
    batch.raw_sealed.reserve(batch.receipts.size());
    std::int64_t number = 0;
    for (const send::Receipt& receipt : batch.receipts) {
        batch.raw_sealed.push_back(
            keyring_.deployment().seal(receipt.raw, {"receipts.raw", {batch.id.value, ++number}})
        );
    }
    // Both live in this frame, which waits for the commit.
    const auto commit = [this, &gateway_id, &batch](db::Transaction& tx) {
        return store(tx, gateway_id, batch);
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

Outcome
Receipts::store(db::Transaction& tx, std::string_view gateway_id, const Batch& batch) const {
    std::vector<Evidence> evidence;
    std::vector<bool> proves;
    for (const send::Receipt& receipt : batch.receipts) {
        const auto proof = evidence_of(receipt.provider_reference, receipt.says, receipt.reason);
        proves.push_back(proof.has_value());
        if (proof) {
            evidence.push_back(*proof);
        }
    }
    COHORT_TRY(found, sending_.apply_evidence(tx, gateway_id, evidence));

    constexpr std::size_t width = 11;
    std::vector<db::Value> rows;
    rows.reserve(batch.receipts.size() * width);
    const db::Value now = db::to_value(clock_.now());
    auto next_found = found.begin();
    for (std::size_t i = 0; i < batch.receipts.size(); ++i) {
        const send::Receipt& receipt = batch.receipts[i];
        const bool applied = !proves[i] || *next_found++;
        rows.insert(
            rows.end(),
            {gateway_id,
             batch.id.value,
             static_cast<std::int64_t>(i + 1),
             std::string_view(receipt.provider_reference),
             text(receipt.says),
             std::string_view(receipt.reason),
             std::string_view(receipt.detail),
             db::to_value(receipt.at),
             now,
             db::Bytes{batch.raw_sealed[i]},
             std::string_view(applied ? "applied" : "waiting")}
        );
    }
    tx.run_many(sql::add_receipt, width, rows);
    return done();
}

Outcome Receipts::on_accepted(
    db::Transaction& tx, std::string_view gateway_id, std::span<const std::string_view> references
) const {
    // Nearly always nothing waits, and one look says so.
    if (!tx.one(sql::any_waiting, [](const db::Row&) { return true; }, gateway_id)) {
        return done();
    }

    struct Waiting {
        BatchId batch;
        std::int64_t number;
        Says says;
        std::string reason;
    };

    for (const std::string_view reference : references) {
        const auto waiting = tx.all(
            sql::find_waiting,
            [](const db::Row& row) {
                return Waiting{
                    row.id<BatchId>(0),
                    row.integer(1),
                    read_says(row.text(2)),
                    std::string(row.text(3))
                };
            },
            gateway_id,
            reference
        );
        std::vector<Evidence> evidence;
        for (const Waiting& one : waiting) {
            if (const auto proof = evidence_of(reference, one.says, one.reason)) {
                evidence.push_back(*proof);
            }
            tx.run(sql::set_applied, gateway_id, one.batch, one.number);
        }
        COHORT_CHECK(sending_.apply_evidence(tx, gateway_id, evidence));
    }
    return done();
}

}

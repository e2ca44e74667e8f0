#include "flow/receipts/receipts.hpp"

#include "flow/receipts/repeats.hpp"
#include "flow/receipts/says.hpp"
#include "flow/receipts/sql.hpp"
#include "platform/log/log.hpp"

#include <map>
#include <optional>

namespace cohort::receipts {
namespace {

// As long as the gateway may speak of a text at all; and no more at one time than a moment takes.
constexpr auto waiting_life = std::chrono::hours{72};
constexpr std::int64_t waiting_at_once_max = 200;

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

namespace {

// Applies what they prove. True for each whose message is known.
Result<std::vector<bool>> apply(
    db::Transaction& tx,
    const send::Sending& sending,
    std::string_view gateway_id,
    std::span<const send::Receipt* const> receipts
) {
    std::vector<Evidence> evidence;
    std::vector<std::size_t> of; // which receipt each is of
    for (std::size_t i = 0; i < receipts.size(); ++i) {
        const send::Receipt& receipt = *receipts[i];
        if (const auto proof =
                evidence_of(receipt.provider_reference, receipt.says, receipt.reason)) {
            evidence.push_back(*proof);
            of.push_back(i);
        }
    }
    COHORT_TRY(found, sending.apply_evidence(tx, gateway_id, evidence));
    std::vector<bool> known(receipts.size(), true);
    for (std::size_t i = 0; i < of.size(); ++i) {
        known[of[i]] = found[i];
    }
    return known;
}

// The same for those whose reference is not known.
Result<std::vector<bool>> apply_orphans(
    db::Transaction& tx,
    const send::Sending& sending,
    std::string_view gateway_id,
    std::span<const send::Receipt* const> orphans
) {
    COHORT_TRY(adopted, sending.adopt_orphans(tx, gateway_id, orphans));
    std::vector<const send::Receipt*> known;
    for (std::size_t i = 0; i < orphans.size(); ++i) {
        if (adopted[i]) {
            known.push_back(orphans[i]);
        }
    }
    COHORT_CHECK(apply(tx, sending, gateway_id, known));
    return adopted;
}

practice::Place repeats_place(BatchId batch, std::int64_t number) {
    return {"receipts.repeats", {batch.value, number}};
}

}

Outcome
Receipts::store(db::Transaction& tx, std::string_view gateway_id, const Batch& batch) const {
    std::vector<const send::Receipt*> all;
    all.reserve(batch.receipts.size());
    for (const send::Receipt& receipt : batch.receipts) {
        all.push_back(&receipt);
    }
    COHORT_TRY(known, apply(tx, sending_, gateway_id, all));
    std::vector<const send::Receipt*> orphans;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (!known[i]) {
            orphans.push_back(all[i]);
        }
    }
    COHORT_TRY(adopted, apply_orphans(tx, sending_, gateway_id, orphans));

    constexpr std::size_t width = 12;
    std::vector<db::Value> rows;
    rows.reserve(batch.receipts.size() * width);
    std::vector<std::string> repeats_sealed;
    repeats_sealed.reserve(orphans.size()); // the rows look into it
    const db::Value now = db::to_value(clock_.now());
    auto next_adopted = adopted.begin();
    for (std::size_t i = 0; i < batch.receipts.size(); ++i) {
        const send::Receipt& receipt = batch.receipts[i];
        const auto number = static_cast<std::int64_t>(i + 1);
        const bool waits = !known[i] && !*next_adopted++;
        db::Value repeats = nullptr;
        if (waits && !receipt.repeats.to.empty()) {
            repeats_sealed.push_back(
                keyring_.deployment().seal(pack(receipt.repeats), repeats_place(batch.id, number))
            );
            repeats = db::Bytes{repeats_sealed.back()};
        }
        rows.insert(
            rows.end(),
            {gateway_id,
             batch.id.value,
             number,
             std::string_view(receipt.provider_reference),
             text(receipt.says),
             std::string_view(receipt.reason),
             std::string_view(receipt.detail),
             db::to_value(receipt.at),
             now,
             db::Bytes{batch.raw_sealed[i]},
             std::string_view(waits ? "waiting" : "applied"),
             repeats}
        );
    }
    tx.run_many(sql::add_receipt, width, rows);
    return done();
}

Task<Outcome> Receipts::match_waiting() {
    struct Waiting {
        std::string gateway_id;
        BatchId batch;
        std::int64_t number;
        send::Receipt receipt;
        std::string repeats_sealed;
    };

    const auto match = [this](db::Transaction& tx) -> Outcome {
        auto waiting = tx.all(
            sql::list_waiting,
            [](const db::Row& row) {
                Waiting one{std::string(row.text(0)), row.id<BatchId>(1), row.integer(2), {}, {}};
                one.receipt.provider_reference = row.text(3);
                one.receipt.says = read_says(row.text(4));
                one.receipt.reason = row.text(5);
                one.repeats_sealed = row.bytes(6);
                return one;
            },
            clock_.now() - waiting_life,
            waiting_at_once_max
        );
        std::map<std::string_view, std::vector<const Waiting*>> by_gateway;
        for (Waiting& one : waiting) {
            const auto opened = keyring_.deployment().open(
                one.repeats_sealed, repeats_place(one.batch, one.number)
            );
            auto repeats = opened.ok() ? unpack(*opened) : opened.error();
            if (!repeats.ok()) {
                continue;
            }
            one.receipt.repeats = std::move(*repeats);
            by_gateway[one.gateway_id].push_back(&one);
        }
        // Together, for each call opens everything that is in doubt there.
        for (const auto& [gateway_id, orphans] : by_gateway) {
            std::vector<const send::Receipt*> receipts;
            receipts.reserve(orphans.size());
            for (const Waiting* one : orphans) {
                receipts.push_back(&one->receipt);
            }
            COHORT_TRY(adopted, apply_orphans(tx, sending_, gateway_id, receipts));
            for (std::size_t i = 0; i < orphans.size(); ++i) {
                if (adopted[i]) {
                    tx.run(sql::set_applied, gateway_id, orphans[i]->batch, orphans[i]->number);
                }
            }
        }
        return done();
    };
    const auto look = [this](db::Snapshot& at) -> Result<bool> {
        return sending_.any_doubted(at)
               && at.one(
                        sql::list_waiting,
                        [](const db::Row&) { return true; },
                        clock_.now() - waiting_life,
                        std::int64_t{1}
               )
                      .has_value();
    };
    COHORT_CO_TRY(worth_it, co_await database_.read(look));
    if (!worth_it) {
        co_return done();
    }
    co_return co_await database_.write(match);
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

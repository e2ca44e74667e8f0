// A receipt may be stored while the answer to its submit is, by another connection or another node:
// neither transaction sees the other's, so the one finds no attempt and the other no receipt. Both
// are there a moment later, and this sweep brings them together. It can be run twice, at any time.
#include "flow/receipts/receipts.hpp"
#include "flow/receipts/says.hpp"
#include "flow/receipts/sql.hpp"

#include <map>

namespace cohort::receipts {
namespace {

// They miss each other by the length of a commit; whatever waits longer waits for something else.
constexpr auto looked_back = std::chrono::hours{1};
constexpr std::int64_t at_once_max = 500;

struct Overtaken {
    std::string gateway_id;
    std::int64_t batch;
    std::int64_t number;
    std::string provider_reference;
    Says says;
    std::string reason;
};

std::vector<Overtaken> list_overtaken(db::Snapshot& at, TimePoint now) {
    return at.all(
        sql::list_overtaken,
        [](const db::Row& row) {
            return Overtaken{
                std::string(row.text(0)),
                row.integer(1),
                row.integer(2),
                std::string(row.text(3)),
                read_says(row.text(4)),
                std::string(row.text(5))
            };
        },
        now - looked_back,
        at_once_max
    );
}

}

Task<Outcome> Receipts::match_overtaken() {
    const auto look = [this](db::Snapshot& at) -> Result<bool> {
        return !list_overtaken(at, clock_.now()).empty();
    };
    COHORT_CO_TRY(any, co_await database_.read(look));
    if (!any) {
        co_return done();
    }
    const auto match = [this](db::Transaction& tx) -> Outcome {
        const auto overtaken = list_overtaken(tx, clock_.now());
        std::map<std::string_view, std::vector<Evidence>> by_gateway;
        for (const Overtaken& one : overtaken) {
            if (const auto proof = evidence_of(one.provider_reference, one.says, one.reason)) {
                by_gateway[one.gateway_id].push_back(*proof);
            }
        }
        for (const auto& [gateway_id, evidence] : by_gateway) {
            COHORT_CHECK(sending_.apply_evidence(tx, gateway_id, evidence));
        }
        for (const Overtaken& one : overtaken) {
            tx.run(sql::set_applied, std::string_view(one.gateway_id), one.batch, one.number);
        }
        return done();
    };
    co_return co_await database_.write(match);
}

}

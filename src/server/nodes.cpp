#include "server/nodes.hpp"

#include "server/sql.hpp"

#include <algorithm>

namespace cohort::server {
namespace {

constexpr auto remembered = std::chrono::days{7};

Portion read_portion(const db::Row& row, int first) {
    return {row.integer(first), row.integer(first + 1)};
}

send::Share share_of(const Portion& portion) {
    return {
        static_cast<double>(portion.rate_millionths) / 1'000'000,
        static_cast<std::size_t>(portion.connections)
    };
}

Portion smaller(const Portion& one, const Portion& other) {
    return {
        std::min(one.rate_millionths, other.rate_millionths),
        std::min(one.connections, other.connections)
    };
}

Portion portion_of(const send::Share& share) {
    return {
        static_cast<std::int64_t>(share.rate * 1'000'000 + 0.5),
        static_cast<std::int64_t>(share.connections)
    };
}

}

bool is_gone(const NodeView& node, TimePoint now) {
    return node.seen_at + gone_after < now;
}

std::vector<NodeView> view_nodes(db::Snapshot& at, TimePoint now) {
    auto nodes = at.all(sql::list_nodes, [](const db::Row& row) {
        return NodeView{
            .self = {row.id<NodeId>(0), std::string(row.text(1)), std::string(row.text(2))},
            .started_at = row.time(3),
            .seen_at = row.time(4),
            .gateways = {}
        };
    });
    const auto find = [&](NodeId id) {
        const auto found =
            std::ranges::find(nodes, id, [](const NodeView& node) { return node.self.id; });
        return found == nodes.end() ? nullptr : &*found;
    };
    at.each(sql::count_in_hand, [&](const db::Row& row) {
        if (NodeView* node = find(row.id<NodeId>(0))) {
            (row.text(1) == "leased" ? node->leased : node->attempting) = row.integer(2);
        }
    });
    at.each(
        sql::list_all_shares,
        [&](const db::Row& row) {
            if (NodeView* node = find(row.id<NodeId>(0))) {
                node->gateways.push_back({std::string(row.text(1)), read_portion(row, 2)});
            }
        },
        now
    );
    return nodes;
}

Nodes::Nodes(
    db::Database& database, const Clock& clock, const Uptime& uptime, NodeSelf self, Company company
)
    : database_(database), clock_(clock), uptime_(uptime), self_(std::move(self)),
      company_(company) {}

std::vector<Holding>
Nodes::list_others(db::Snapshot& at, const std::string& gateway_id, TimePoint now) const {
    auto holdings = at.all(
        sql::list_shares,
        [](const db::Row& row) { return Holding{row.id<NodeId>(0), read_portion(row, 1)}; },
        std::string_view(gateway_id),
        now
    );
    std::erase_if(holdings, [this](const Holding& one) { return one.node == self_.id; });
    return holdings;
}

Task<Result<std::vector<Holding>>> Nodes::others_of(std::string gateway_id) {
    const auto list = [&](db::Snapshot& at) -> Result<std::vector<Holding>> {
        return list_others(at, gateway_id, clock_.now());
    };
    co_return co_await database_.read(list);
}

// Stores what is ours, and returns what of it we may use from the commit on: not what we are still
// giving up.
Portion Nodes::divide(
    db::Transaction& tx,
    const std::string& gateway_id,
    const Portion& used,
    std::size_t connections_max
) {
    tx.run(
        sql::lock_gateway, std::string_view(gateway_id), static_cast<std::int64_t>(connections_max)
    );
    const TimePoint now = clock_.now();
    if (company_ == Company::alone) {
        tx.run(sql::forget_other_shares, self_.id);
    }
    tx.run(sql::forget_shares, now - gone_after);
    const auto others = list_others(tx, gateway_id, now);
    const Portion even = even_part(self_.id, others, connections_max);
    const Portion portion = portion_now(even, used, others, connections_max);
    tx.run(
        sql::put_share,
        std::string_view(gateway_id),
        self_.id,
        portion.rate_millionths,
        portion.connections,
        now + gone_after
    );
    return smaller(portion, even);
}

Task<Outcome> Nodes::beat(Gateways gateways) {
    // What is more than our even part is given up before the database says so: others may take it
    // from that moment on. A connection counts until it is closed.
    std::map<std::string, Portion> used;
    const Milliseconds until = uptime_.now() + gone_after;
    for (const auto& [id, gateway] : gateways) {
        COHORT_CO_TRY(others, co_await others_of(id));
        const Portion had = portion_of(gateway->share());
        const Portion even = even_part(self_.id, others, gateway->connections_max());
        const Portion kept = smaller(had, even);
        gateway->shrink(share_of(kept));
        used[id] = {
            kept.rate_millionths,
            std::max(kept.connections, static_cast<std::int64_t>(gateway->connections()))
        };
    }
    std::map<std::string, Portion> ours;
    // All live in this frame, which waits for the commit.
    const auto commit = [&](db::Transaction& tx) -> Outcome {
        const TimePoint now = clock_.now();
        tx.run(
            sql::beat,
            self_.id,
            std::string_view(self_.host_name),
            std::string_view(self_.version),
            now
        );
        tx.run(sql::forget_nodes, now - remembered);
        ours.clear();
        for (const auto& [id, gateway] : gateways) {
            ours[id] = divide(tx, id, used[id], gateway->connections_max());
        }
        return done();
    };
    COHORT_CO_CHECK(co_await database_.write(commit));
    for (const auto& [id, gateway] : gateways) {
        gateway->give(share_of(ours[id]), until);
    }
    co_return done();
}

Task<Outcome> Nodes::leave() {
    const auto go = [this](db::Transaction& tx) -> Outcome {
        tx.run(sql::leave_gateways, self_.id);
        tx.run(sql::leave, self_.id);
        return done();
    };
    co_return co_await database_.write(go);
}

}

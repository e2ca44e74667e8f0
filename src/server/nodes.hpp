#pragma once
// The nodes that share a database. Each says every few seconds that it lives, in the database's own
// time, and takes its part of every gateway's limits with it: first it gives up what is another's,
// then it takes what others have given up, so that all together never have more than the whole
// (G18). A node that does not say so any more loses its parts when they end. Leases and marks need
// none of this: they end by themselves. Threads: beat and leave on the engine's executor; view in
// any database job.
#include "base/uptime.hpp"
#include "platform/db/database.hpp"
#include "server/database_clock.hpp"
#include "server/dividing.hpp"
#include "server/shared_gateway.hpp"

#include <map>
#include <string>
#include <vector>

namespace cohort::server {

inline constexpr auto beat_every = std::chrono::seconds{5};
// A node that was not heard for so long is gone: three beats.
inline constexpr auto gone_after = std::chrono::seconds{15};

struct NodeSelf {
    NodeId id;
    std::string host_name;
    std::string version;
};

// One of the nodes, for people and metrics.
struct NodeView {
    struct Gateway {
        std::string id;
        Portion portion;
    };

    NodeSelf self;
    TimePoint started_at;
    TimePoint seen_at;
    std::int64_t leased = 0;     // messages that wait in its hands
    std::int64_t attempting = 0; // given to a gateway, without an answer yet
    std::vector<Gateway> gateways;
};

bool is_gone(const NodeView& node, TimePoint now);

// Those that live, and those that went without a word within the last week; the oldest first.
std::vector<NodeView> view_nodes(db::Snapshot& at, TimePoint now);

class Nodes {
public:
    // `alone`: no other process can be at work, so what others hold is a dead one's.
    enum class Company { alone, others };

    Nodes(
        db::Database& database,
        const Clock& clock,
        const Uptime& uptime,
        NodeSelf self,
        Company company
    );

    const NodeSelf& self() const { return self_; }

    // Says that we live, and brings each gateway's share up to date.
    using Gateways = std::map<std::string, SharedGateway*>;
    Task<Outcome> beat(Gateways gateways);
    // We end in good order: what was ours is free at once.
    Task<Outcome> leave();

private:
    Task<Result<std::vector<Holding>>> others_of(std::string gateway_id);
    Portion divide(
        db::Transaction& tx,
        const std::string& gateway_id,
        const Portion& used,
        std::size_t connections_max
    );
    std::vector<Holding>
    list_others(db::Snapshot& at, const std::string& gateway_id, TimePoint now) const;

    db::Database& database_;
    const Clock& clock_;
    const Uptime& uptime_;
    NodeSelf self_;
    Company company_;
};

}

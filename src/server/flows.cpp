#include "server/flows.hpp"

namespace cohort::server {

Flows::Flows(FlowsDeps deps)
    : database(deps.database), pool(deps.pool), clock(deps.clock), random(deps.random),
      uptime(deps.uptime), node(deps.node), practices(deps.keyring, deps.clock, deps.random),
      people(practices, deps.clock, deps.random), lists(practices, deps.clock, deps.random),
      receiving(lists, deps.clock, deps.random), reviewing(lists, deps.clock, deps.random),
      admission(deps.admission),
      uploads(
          {deps.database, deps.pool, practices, lists, receiving, reviewing, deps.clock, admission}
      ),
      composing(
          practices,
          lists,
          deps.clock,
          deps.random,
          // One transaction accepts: the bulk message, its schedule, its sending.
          [this](db::Transaction& tx, const compose::BulkMessage& message) -> Outcome {
              COHORT_CHECK(scheduling.on_accepted(tx, message));
              return sending.on_accepted(tx, message);
          }
      ),
      scheduling(
          deps.database,
          deps.clock,
          deps.uptime,
          [this](db::Transaction& tx, PracticeId practice, BulkMessageId id, TimePoint due) {
              return sending.on_due(tx, practice, id, due);
          }
      ),
      sending(
          {deps.database,
           deps.pool,
           practices,
           lists,
           composing,
           deps.clock,
           deps.random,
           deps.uptime,
           deps.node,
           deps.look_every,
           deps.ask_every}
      ),
      receipts(deps.database, sending, deps.keyring, deps.clock, deps.random) {
    lists.hook({.is_needed = [this](db::Snapshot& at, PracticeId practice, ListId list) {
        return sending.needs_list(at, practice, list);
    }});
    sending.set_hooks(
        {.on_accepted = [this](
                            db::Transaction& tx,
                            std::string_view gateway_id,
                            std::span<const std::string_view> references
                        ) { return receipts.on_accepted(tx, gateway_id, references); },
         .on_delivered = {}}
    );
}

}

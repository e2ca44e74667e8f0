#include "flow/lists/looks.hpp"

namespace cohort::lists {
namespace {

constexpr auto told_again_after = std::chrono::hours{1};

std::string_view action_of(Look look) {
    switch (look) {
    case Look::patients:
        return "list.patients_viewed";
    case Look::rows:
        return "list.rows_viewed";
    case Look::search:
        return "list.searched";
    }
    return {};
}

}

// Read first: a page that is looked at again and again does not wait for the writer.
Task<Outcome> note_look(LookDeps deps, practice::Actor actor, ListId list, Look look) {
    const TimePoint now = deps.clock.now();
    const std::string_view action = action_of(look);
    const std::string subject = list.text();
    const auto is_noted = [&](db::Snapshot& at) -> Result<bool> {
        return practice::was_audited(at, actor, action, subject, now - told_again_after);
    };
    COHORT_CO_TRY(noted, co_await deps.database.read(is_noted));
    if (noted) {
        co_return done();
    }
    const auto note = [&](db::Transaction& tx) -> Outcome {
        practice::audit(tx, actor, action, subject, now, deps.random);
        return done();
    };
    co_return co_await deps.database.write(note);
}

}

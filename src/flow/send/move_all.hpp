#pragma once
// Moving all messages of a sending that are in one state.
#include "flow/send/counts.hpp"

namespace cohort::send {

// Runs `statement` (practice, bulk message, state, and the rest) and adds what it moved to
// `counts`, which the caller applies. Returns how many.
template <class... Rest>
std::int64_t move_all(
    db::Transaction& tx,
    const db::Sql& statement,
    PracticeId practice,
    BulkMessageId id,
    MessageState from,
    MessageState to,
    CountChange& counts,
    const Rest&... rest
) {
    const std::int64_t moved = tx.run(statement, practice, id, text(from), rest...);
    counts.move(from, to, moved);
    return moved;
}

}

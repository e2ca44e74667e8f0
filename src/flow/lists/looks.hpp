#pragma once
// Who looked at patients of a list: one line of the audit for each person, list and kind of look in
// an hour, written before what was looked at is shown. What somebody searched for is never in it.
#include "flow/lists/lists.hpp"
#include "platform/net/task.hpp"

namespace cohort::lists {

enum class Look {
    patients, // of a confirmed list
    rows,     // refused ones, those left out, and what was repaired
    search,
};

struct LookDeps {
    db::Database& database;
    const Clock& clock;
    Random& random;
};

// Errors: the database's; then nothing may be shown. Requires: the list is the practice's.
Task<Outcome> note_look(LookDeps deps, practice::Actor actor, ListId list, Look look);

}

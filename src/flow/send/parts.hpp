#pragma once
// The parts of one attempt, as they are stored.
#include "flow/send/decide.hpp"
#include "platform/db/database.hpp"

namespace cohort::send {

PartsSay hear_parts(db::Snapshot& at, const AttemptKey& key);

}

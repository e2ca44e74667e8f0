#pragma once
// `cohort nodes`: the processes that share a database, and what each holds.
#include "server/commands/practice_commands.hpp"

namespace cohort::commands {

// Errors: db.*, installation.not_found.
Outcome list_nodes(const Installation& at, std::ostream& out);

}

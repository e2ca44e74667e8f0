#pragma once
// A password as an operator gives it: on standard input, so that it stands in no list of processes
// and in no shell's history. At a terminal it is asked for twice and not shown.
#include "base/result.hpp"

#include <string>

namespace cohort::commands {

// Errors: password.missing (nothing was given), password.typed_differently, password.interrupted.
Result<std::string> read_password();

}

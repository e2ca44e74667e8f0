// What the commands for practices, people and keys say.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"installation.not_found",
     "There is no Cohort in this data folder.",
     "Name the folder that holds cohort.db with --data, or add a practice to start a new one."},
};

}

std::span<const Sentence> practice_commands() {
    return table;
}

}

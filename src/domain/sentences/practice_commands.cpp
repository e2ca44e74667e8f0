// What the commands for practices, people and keys say.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"installation.not_found",
     "There is no Cohort in this data folder.",
     "Name the folder that holds cohort.db with --data, or add a practice to start a new one."},
    {"practice.nothing_to_set",
     "No setting was named, so nothing was changed.",
     "Name at least one; cohort practice set --help shows them all."},
    {"password.missing",
     "No password was given.",
     "Type it, or pipe it in; or leave out --password-stdin, and a password is made for you."},
    {"password.typed_differently",
     "The two passwords are not the same. Nothing was changed.",
     "Try again."},
    {"password.interrupted", "You broke off. Nothing was changed.", "Try again when you are ready."
    },
};

}

std::span<const Sentence> practice_commands() {
    return table;
}

}

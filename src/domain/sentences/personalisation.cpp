// Placeholders in messages.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"personalisation.unknown_placeholder",
     "The message has something in double brackets that we cannot fill in.",
     "Use ((first name)), ((last name)), ((full name)) or ((practice name)), or single brackets "
     "for plain text."},
    {"personalisation.unclosed",
     "The message has two opening brackets with no closing pair on the same line.",
     "Close the placeholder with two brackets, as in ((first name)), or use a single bracket for "
     "plain text."},
};

}

std::span<const Sentence> personalisation() {
    return table;
}

}

// What `cohort list check` says beside the sentences of patient lists.
#include "domain/sentences/sentences.hpp"

namespace cohort::domain::sentences {

namespace {

constexpr Sentence table[] = {
    {"output.unwritable",
     "The answer could not be written out in full.",
     "Check that there is room on the disk, and that whatever reads the answer is still running."},
};

}

std::span<const Sentence> list_check() {
    return table;
}

}

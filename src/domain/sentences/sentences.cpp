#include "domain/sentences/sentences.hpp"

#include <unordered_map>

namespace cohort::domain {

// areas.inc is written by the build: one COHORT_SENTENCES(area) for each file beside this one.
namespace sentences {
#define COHORT_SENTENCES(area) std::span<const Sentence> area();
#include "domain/sentences/areas.inc"
#undef COHORT_SENTENCES
}

std::span<const std::span<const Sentence>> all_sentences() {
#define COHORT_SENTENCES(area) sentences::area(),
    static const std::span<const Sentence> areas[] = {
#include "domain/sentences/areas.inc"
    };
#undef COHORT_SENTENCES
    return areas;
}

const Sentence* sentence_for(std::string_view code) {
    static const auto by_code = [] {
        std::unordered_map<std::string_view, const Sentence*> map;
        for (const auto area : all_sentences()) {
            for (const Sentence& sentence : area) {
                map.emplace(sentence.code, &sentence);
            }
        }
        return map;
    }();
    const auto found = by_code.find(code);
    return found == by_code.end() ? nullptr : found->second;
}

}

#pragma once
// Several lines of text, on its own or counted as one types.
// https://service-manual.nhs.uk/design-system/components/textarea and …/character-count
#include "platform/html/components/field.hpp"

namespace cohort::nhs {

struct Textarea {
    Label label = {};
    Hint hint = {};
    ErrorMessage error = {};
    std::string name = {};
    std::string id = {}; // the name when empty
    std::string value = {};
    int rows = 5;
    bool disabled = false;
    std::optional<bool> spellcheck = {};
    std::string autocomplete = {};
    std::string described_by = {};
    FormGroup group = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html textarea(const Textarea& options);

// Requires: at most one limit.
struct CharacterCount {
    Textarea textarea = {};
    std::optional<int> characters_max = {};
    std::optional<int> words_max = {};
    std::optional<int> threshold_percent = {}; // say nothing until this much is used
    std::string count_type = {};
    std::string description = {}; // with %{count} for the limit
};

Html character_count(const CharacterCount& options);

}

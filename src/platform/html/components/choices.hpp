#pragma once
// One of several (radios), any of several (checkboxes), one from a closed list (select).
// https://service-manual.nhs.uk/design-system/components/radios, …/checkboxes, …/select
#include "platform/html/components/field.hpp"

namespace cohort::nhs {

// For a checkbox: 'exclusive' ("None of these") clears the others, 'inclusive' ("Select all") sets
// them.
enum class ChoiceBehaviour { plain, exclusive, inclusive };

struct Choice {
    std::string value = {};
    Html text = {};
    Hint hint = {};
    std::optional<bool> checked = {};  // else by the chosen values
    std::optional<bool> disabled = {}; // the whole group's when not given
    Html reveals = {};                 // shown while chosen
    Html divider = {};                 // "or": stands between choices instead of being one
    ChoiceBehaviour behaviour = ChoiceBehaviour::plain;
    std::string behaviour_group = {};
    std::string id = {};   // made from the prefix and the number when empty
    std::string name = {}; // checkboxes only
    std::string classes = {};
    std::string label_classes = {};
    Attributes attributes = {};
};

// How what a choice reveals is hidden until then. By script, radios get an aria-expanded that ARIA
// does not allow on them and that axe reports; so our own style sheet does it, and it works without
// JavaScript too.
enum class Reveal { by_style, by_script };

struct Choices {
    Fieldset fieldset = {}; // left out when its legend is empty
    Hint hint = {};
    ErrorMessage error = {};
    std::string name = {};
    std::string id_prefix = {}; // the name when empty; the first choice's id is the prefix itself
    std::vector<Choice> items = {};
    std::vector<std::string> values = {}; // the chosen ones; radios look at the first
    Reveal reveal = Reveal::by_style;
    bool small = false;
    bool in_line = false; // side by side
    bool disabled = false;
    std::string described_by = {};
    FormGroup group = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html radios(const Choices& options);
Html checkboxes(const Choices& options);

struct SelectOption {
    std::optional<std::string> value = {}; // the text when not given
    std::string text = {};
    std::optional<bool> selected = {}; // else by the chosen value
    bool disabled = false;
    bool divider = false;
    Attributes attributes = {};
};

struct Select {
    Label label = {};
    Hint hint = {};
    ErrorMessage error = {};
    std::string name = {};
    std::string id = {}; // the name when empty
    std::vector<SelectOption> items = {};
    std::string value = {};
    bool disabled = false;
    std::string described_by = {};
    FormGroup group = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html select(const Select& options);

}

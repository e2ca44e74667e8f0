#pragma once
// One line of text. https://service-manual.nhs.uk/design-system/components/text-input
// Also the field for a password, with a button that shows what was typed
// (https://service-manual.nhs.uk/design-system/components/password-input), and the one for
// searching.
#include "platform/html/components/button.hpp"
#include "platform/html/components/field.hpp"

namespace cohort::nhs {

struct Affix {
    Html text = {};
    std::string classes = {};
    Attributes attributes = {};
};

struct Input {
    Label label = {};
    Hint hint = {};
    ErrorMessage error = {};
    std::string name = {};
    std::string id = {}; // the name when empty; what an error summary links to
    std::string value = {};
    std::string type = "text";
    std::optional<int> width = {}; // in characters: 2, 3, 4, 5, 10, 20 or 30
    bool code = false;             // for codes and numbers: evenly wide letters
    bool large = false;
    bool disabled = false;
    bool error_look = false; // red without a message of its own, as in a date
    std::optional<bool> spellcheck = {};
    std::string autocomplete = {};
    std::string autocapitalize = {};
    std::string inputmode = {};
    std::string pattern = {};
    std::string placeholder = {};
    std::string described_by = {};
    Affix prefix = {};
    Affix suffix = {};
    FormGroup group = {};
    std::string wrapper_classes = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html input(const Input& options);

struct PasswordInput {
    Label label = {};
    Hint hint = {};
    ErrorMessage error = {};
    std::string name = {};
    std::string id = {};
    std::optional<int> width = {};
    bool code = false;
    bool disabled = false;
    std::string autocomplete = "current-password"; // or new-password
    Affix prefix = {};
    std::string described_by = {};
    FormGroup group = {};
    std::string classes = {};
    Attributes attributes = {};
};

// The password is never written back into a page.
Html password_input(const PasswordInput& options);

struct SearchInput {
    Input input = {};
    Button button = {.icon = Icon::search, .small = true, .aria_label = "Search"};
    bool has_button = true;
};

Html search_input(const SearchInput& options);

}

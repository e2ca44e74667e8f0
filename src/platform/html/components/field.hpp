#pragma once
// The parts of every form field: label or legend, hint, error message, and the group around them.
// https://service-manual.nhs.uk/design-system/components/text-input
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

// A label or a legend. As the page's heading it is wrapped in <h1>, or in the level given.
struct Label {
    Html text = {};
    Size size = Size::normal;
    bool is_page_heading = false;
    std::optional<int> heading_level = {};
    Caption caption = {};
    Html visually_hidden = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

struct Hint {
    Html text = {};
    std::string id = {}; // "<field>-hint" when empty
    std::string classes = {};
    Attributes attributes = {};
};

struct ErrorMessage {
    Html text = {};
    Html prefix = "Error"; // said by screen readers before the text
    std::string id = {};   // "<field>-error" when empty
    std::string classes = {};
    Attributes attributes = {};
};

// The <div> around a field.
struct FormGroup {
    std::string classes = {};
    Attributes attributes = {};
    Html before_input = {};
    Html after_input = {};
};

struct Fieldset {
    Label legend = {};
    std::string described_by = {};
    std::string role = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html label(const Label& options, std::string_view for_id);
Html legend(const Label& options);
Html hint(const Hint& options);
Html error_message(const ErrorMessage& options);
Html fieldset(const Fieldset& options, const Html& content);

// Hint and error message of a field, and what its aria-describedby must say.
struct FieldNotes {
    Html markup;
    std::string described_by;
};

FieldNotes field_notes(
    const Hint& hint, const ErrorMessage& error, std::string_view field_id, std::string described_by
);

// <div class="nhsuk-form-group">, red at the side when there is an error.
enum class FieldState { fine, in_error };
Html form_group(const FormGroup& options, FieldState state, const Html& content);

}

#include "platform/html/components/date_input.hpp"

#include "platform/html/elements.hpp"

#include <algorithm>

namespace cohort::nhs {

using namespace html;

namespace {

std::string capitalised(std::string name) {
    if (!name.empty() && name[0] >= 'a' && name[0] <= 'z') {
        name[0] = static_cast<char>(name[0] - 'a' + 'A');
    }
    return name;
}

bool is_red(const DateField& field) {
    return field.error.value_or(false);
}

Html field_of(const DateInput& options, const DateField& field) {
    const bool any_red = std::ranges::any_of(options.items, is_red);
    const bool by_message = !options.error.text.empty() && !any_red;
    const bool red = field.error.value_or(by_message);
    return div(
        classes("nhsuk-date-input__item"),
        input({
            .label =
                {.text = field.label.empty() ? Html(capitalised(field.name)) : field.label,
                 .classes = "nhsuk-date-input__label"},
            .name = options.name_prefix.empty() ? field.name
                                                : options.name_prefix + "[" + field.name + "]",
            .id = field.id.empty() ? options.id + "-" + field.name : field.id,
            .value = field.value,
            .width = field.width.value_or(field.name == "year" ? 4 : 2),
            .disabled = field.disabled.value_or(options.disabled),
            .error_look = red,
            .autocomplete = field.autocomplete,
            .inputmode = field.inputmode,
            .classes = joined("nhsuk-date-input__input", field.classes),
            .attributes = field.attributes,
        })
    );
}

}

Html date_input(const DateInput& options) {
    const FieldNotes notes =
        field_notes(options.hint, options.error, options.id, options.fieldset.described_by);
    const Html inner =
        notes.markup
        + div(
            classes(joined("nhsuk-date-input", options.classes)),
            id(options.id),
            options.attributes,
            options.group.before_input,
            each(options.items, [&](const DateField& field) { return field_of(options, field); }),
            options.group.after_input
        );
    const bool in_error = !options.error.text.empty() || std::ranges::any_of(options.items, is_red);
    Fieldset around = options.fieldset;
    around.described_by = notes.described_by;
    if (around.role.empty()) {
        // JAWS does not read the description of a fieldset of text fields without it.
        around.role = "group";
    }
    return form_group(
        options.group,
        in_error ? FieldState::in_error : FieldState::fine,
        around.legend.text.empty() ? inner : fieldset(around, inner)
    );
}

}

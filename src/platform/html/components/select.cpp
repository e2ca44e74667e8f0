#include "platform/html/components/choices.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

Html option_of(const Select& options, const SelectOption& item) {
    if (item.divider) {
        return hr();
    }
    const std::string& value = item.value ? *item.value : item.text;
    const bool chosen = item.selected.value_or(!options.value.empty() && value == options.value);
    Attributes attributes;
    if (item.value) {
        attributes.push_back(attr<"value">(*item.value));
    }
    return option(
        attributes,
        flag<"selected">(chosen),
        flag<"disabled">(item.disabled),
        item.attributes,
        item.text
    );
}

}

Html select(const Select& options) {
    const std::string& field_id = options.id.empty() ? options.name : options.id;
    const FieldNotes notes =
        field_notes(options.hint, options.error, field_id, options.described_by);
    ClassList list("nhsuk-select");
    list.when(!options.error.text.empty(), "nhsuk-select--error").add(options.classes);
    Html field = html::select(
        classes(list.text()),
        id(field_id),
        attr<"name">(options.name),
        flag<"disabled">(options.disabled),
        attr_unless_empty<"aria-describedby">(notes.described_by),
        options.attributes,
        each(options.items, [&](const SelectOption& item) { return option_of(options, item); })
    );
    const FormGroup& group = options.group;
    if (!group.before_input.empty() || !group.after_input.empty()) {
        field = div(classes("nhsuk-input-wrapper"), group.before_input, field, group.after_input);
    }
    return form_group(
        group,
        options.error.text.empty() ? FieldState::fine : FieldState::in_error,
        label(options.label, field_id) + notes.markup + field
    );
}

}

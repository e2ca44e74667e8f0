#include "platform/html/components/input.hpp"

#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

Html affix(const Affix& options, std::string_view class_name) {
    if (options.text.empty()) {
        return {};
    }
    return div(
        classes(joined(class_name, options.classes)),
        attr<"aria-hidden">("true"),
        options.attributes,
        options.text
    );
}

Attribute spellcheck(const std::optional<bool>& wanted) {
    return attr_unless_empty<"spellcheck">(!wanted ? "" : *wanted ? "true" : "false");
}

Html field(const Input& options, const std::string& field_id, const std::string& described_by) {
    const bool is_red = !options.error.text.empty() || options.error_look;
    ClassList list("nhsuk-input");
    list.when(options.large, "nhsuk-input--large")
        .when(options.code, "nhsuk-input--code")
        .when(is_red, "nhsuk-input--error");
    if (options.width) {
        list.add("nhsuk-input--width-" + std::to_string(*options.width));
    }
    list.add(options.classes);
    return html::input(
        classes(list.text()),
        id(field_id),
        attr<"name">(options.name),
        attr<"type">(options.type),
        spellcheck(options.spellcheck),
        attr_unless_empty<"value">(options.value),
        flag<"disabled">(options.disabled),
        attr_unless_empty<"aria-describedby">(described_by),
        attr_unless_empty<"autocomplete">(options.autocomplete),
        attr_unless_empty<"autocapitalize">(options.autocapitalize),
        attr_unless_empty<"pattern">(options.pattern),
        attr_unless_empty<"placeholder">(options.placeholder),
        attr_unless_empty<"inputmode">(options.inputmode),
        options.attributes
    );
}

bool is_wrapped(const Input& options) {
    return !options.prefix.text.empty() || !options.suffix.text.empty()
           || !options.group.before_input.empty() || !options.group.after_input.empty()
           || !options.wrapper_classes.empty();
}

Html wrapped(const Input& options, const Html& field) {
    ClassList list("nhsuk-input-wrapper");
    list.when(options.large, "nhsuk-input-wrapper--large").add(options.wrapper_classes);
    return div(
        classes(list.text()),
        options.group.before_input,
        affix(options.prefix, "nhsuk-input-wrapper__prefix"),
        field,
        affix(options.suffix, "nhsuk-input-wrapper__suffix"),
        options.group.after_input
    );
}

}

Html input(const Input& options) {
    const std::string& field_id = options.id.empty() ? options.name : options.id;
    const FieldNotes notes =
        field_notes(options.hint, options.error, field_id, options.described_by);
    const Html plain = field(options, field_id, notes.described_by);
    const bool is_red = !options.error.text.empty() || options.error_look;
    return form_group(
        options.group,
        is_red ? FieldState::in_error : FieldState::fine,
        label(options.label, field_id) + notes.markup
            + (is_wrapped(options) ? wrapped(options, plain) : plain)
    );
}

Html password_input(const PasswordInput& options) {
    const std::string& field_id = options.id.empty() ? options.name : options.id;
    FormGroup group = options.group;
    group.classes = joined(group.classes, "nhsuk-password-input");
    group.attributes.insert(group.attributes.begin(), attr<"data-module">("nhsuk-password-input"));
    group.after_input =
        button({
            .text = "Show",
            .look = ButtonLook::secondary,
            .small = true,
            .disabled = options.disabled,
            .type = "button",
            .aria_label = "Show password",
            .classes = "nhsuk-password-input__toggle nhsuk-js-password-input-toggle",
            .attributes = {attr<"aria-controls">(field_id), flag<"hidden">()},
        })
        + options.group.after_input;
    return input({
        .label = options.label,
        .hint = options.hint,
        .error = options.error,
        .name = options.name,
        .id = options.id,
        .type = "password",
        .width = options.width,
        .code = options.code,
        .disabled = options.disabled,
        .spellcheck = false,
        .autocomplete = options.autocomplete,
        .autocapitalize = "none",
        .described_by = options.described_by,
        .prefix = options.prefix,
        .group = group,
        .classes =
            joined("nhsuk-password-input__input nhsuk-js-password-input-input", options.classes),
        .attributes = options.attributes,
    });
}

Html search_input(const SearchInput& options) {
    Input shown = options.input;
    if (shown.type == "text") {
        shown.type = "search";
    }
    if (shown.autocomplete.empty()) {
        shown.autocomplete = "off";
    }
    shown.classes = joined("nhsuk-search-input__input", shown.classes);
    shown.wrapper_classes = joined("nhsuk-search-input__wrapper", shown.wrapper_classes);
    ClassList list("nhsuk-search-input");
    list.when(shown.large, "nhsuk-search-input--large").add(shown.group.classes);
    shown.group.classes = list.text();
    if (options.has_button) {
        Button press = options.button;
        press.classes = joined("nhsuk-search-input__button", press.classes);
        shown.group.after_input = button(press) + shown.group.after_input;
    }
    return input(shown);
}

}

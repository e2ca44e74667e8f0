#include "platform/html/components/field.hpp"

#include "platform/html/components/heading_parts.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

// A label has four sizes; the caption inside it keeps to those of the label.
bool is_label_size(Size size) {
    return size == Size::s || size == Size::m || size == Size::l || size == Size::xl;
}

Html with_outer_caption(const Label& options, Html inner) {
    if (!is_outside(options.caption)) {
        return inner;
    }
    const Html small = caption(options.caption, options.size);
    return options.caption.placement == Placement::before ? small + inner : inner + small;
}

bool is_heading(const Label& options) {
    return options.is_page_heading || options.heading_level.has_value();
}

}

Html label(const Label& options, std::string_view for_id) {
    if (options.text.empty()) {
        return {};
    }
    Attributes attributes;
    if (!for_id.empty()) {
        attributes.push_back(attr<"for">(for_id));
    }
    attributes.insert(attributes.end(), options.attributes.begin(), options.attributes.end());
    Html inner = heading_element(
        html::label,
        {.text = options.text,
         .size = options.size,
         .caption = is_outside(options.caption) ? Caption{} : options.caption,
         .visually_hidden = options.visually_hidden,
         .id = options.id,
         .classes = options.classes,
         .attributes = attributes},
        {.name = "nhsuk-label", .size_prefix = is_label_size(options.size) ? "nhsuk-label--" : ""}
    );
    if (is_heading(options)) {
        const Element& level = heading_of_level(options.heading_level.value_or(1));
        inner = level(classes("nhsuk-label-wrapper"), inner);
    }
    return with_outer_caption(options, inner);
}

Html legend(const Label& options) {
    if (options.text.empty()) {
        return {};
    }
    Caption small = options.caption;
    if (small.placement == Placement::before) {
        small.placement = Placement::start; // nothing may stand before a legend
    }
    if (small.size == Size::normal) {
        small.size = options.size;
    }
    const bool caption_is_after = small.placement == Placement::after;
    Heading inner{
        .text = options.text,
        .caption = caption_is_after ? Caption{} : small,
        .visually_hidden = options.visually_hidden
    };
    ClassList list("nhsuk-fieldset__legend");
    if (is_label_size(options.size)) {
        list.add("nhsuk-fieldset__legend--" + std::string(name_of(options.size)));
    }
    list.add(options.classes);

    Html whole;
    if (is_heading(options)) {
        whole = html::legend(
            classes(list.text()),
            id(options.id),
            options.attributes,
            heading_element(
                heading_of_level(options.heading_level.value_or(1)),
                inner,
                {.name = "nhsuk-fieldset__heading", .size_prefix = ""}
            )
        );
    } else {
        inner.id = options.id;
        inner.attributes = options.attributes;
        whole = heading_element(html::legend, inner, {.name = list.text(), .size_prefix = ""});
    }
    return caption_is_after ? whole + caption(small, options.size) : whole;
}

Html hint(const Hint& options) {
    return div(
        classes(joined("nhsuk-hint", options.classes)),
        id(options.id),
        options.attributes,
        options.text
    );
}

Html error_message(const ErrorMessage& options) {
    return html::span(
        classes(joined("nhsuk-error-message", options.classes)),
        id(options.id),
        options.attributes,
        options.prefix.empty() ? Html() : nhs::visually_hidden(options.prefix + ": "),
        options.text
    );
}

Html fieldset(const Fieldset& options, const Html& content) {
    return html::fieldset(
        classes(joined("nhsuk-fieldset", options.classes)),
        id(options.id),
        attr_unless_empty<"role">(options.role),
        attr_unless_empty<"aria-describedby">(options.described_by),
        options.attributes,
        legend(options.legend),
        content
    );
}

FieldNotes field_notes(
    const Hint& hint, const ErrorMessage& error, std::string_view field_id, std::string described_by
) {
    FieldNotes notes{.markup = {}, .described_by = std::move(described_by)};
    if (!hint.text.empty()) {
        Hint shown = hint;
        if (shown.id.empty()) {
            shown.id = std::string(field_id) + "-hint";
        }
        notes.markup += nhs::hint(shown);
        notes.described_by = joined(notes.described_by, shown.id);
    }
    if (!error.text.empty()) {
        ErrorMessage shown = error;
        if (shown.id.empty()) {
            shown.id = std::string(field_id) + "-error";
        }
        notes.markup += error_message(shown);
        notes.described_by = joined(notes.described_by, shown.id);
    }
    return notes;
}

Html form_group(const FormGroup& options, FieldState state, const Html& content) {
    ClassList list("nhsuk-form-group");
    list.when(state == FieldState::in_error, "nhsuk-form-group--error").add(options.classes);
    return div(classes(list.text()), options.attributes, content);
}

}

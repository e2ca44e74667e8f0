#include "platform/html/components/choices.hpp"

#include "platform/html/elements.hpp"

#include <algorithm>

namespace cohort::nhs {

using namespace html;

namespace {

enum class Kind { radio, checkbox };

// The words that differ between the two components.
struct Words {
    Kind kind;
    std::string_view block; // "nhsuk-radios"
    std::string_view type;
};

constexpr Words radio_words = {Kind::radio, "nhsuk-radios", "radio"};
constexpr Words checkbox_words = {Kind::checkbox, "nhsuk-checkboxes", "checkbox"};

std::string part_of(const Words& words, std::string_view part) {
    return std::string(words.block) + std::string(part);
}

std::string_view hidden_without_script(const Choice& choice) {
    return choice.behaviour == ChoiceBehaviour::inclusive ? "nhsuk-u-frontend-not-supported-hidden"
                                                          : "";
}

std::string_view behaviour(const Choice& choice) {
    switch (choice.behaviour) {
    case ChoiceBehaviour::plain:
        return "";
    case ChoiceBehaviour::exclusive:
        return "exclusive";
    case ChoiceBehaviour::inclusive:
        return "inclusive";
    }
    return "";
}

bool is_chosen(const Words& words, const Choices& options, const Choice& choice) {
    if (choice.checked) {
        return *choice.checked;
    }
    if (words.kind == Kind::radio) {
        return !options.values.empty() && options.values.front() == choice.value;
    }
    return std::ranges::find(options.values, choice.value) != options.values.end();
}

struct Shown {
    const Words& words;
    const Choices& options;
    std::string described_by; // of each field, when no fieldset says it
};

Html field(const Shown& shown, const Choice& choice, const std::string& choice_id) {
    const Words& words = shown.words;
    std::string described_by = shown.described_by;
    Html note;
    if (!choice.hint.text.empty()) {
        Hint hint = choice.hint;
        if (hint.id.empty()) {
            hint.id = choice_id + "-item-hint";
        }
        hint.classes = joined(part_of(words, "__hint"), hint.classes);
        described_by = joined(described_by, hint.id);
        note = nhs::hint(hint);
    }
    const std::string& name = choice.name.empty() ? shown.options.name : choice.name;
    const bool by_script = shown.options.reveal == Reveal::by_script && !choice.reveals.empty();
    const std::string reveals_id = by_script ? "conditional-" + choice_id : "";
    return div(
        classes(joined(part_of(words, "__item"), hidden_without_script(choice))),
        html::input(
            classes(joined(part_of(words, "__input"), choice.classes)),
            id(choice_id),
            attr<"name">(name),
            attr<"type">(words.type),
            attr<"value">(choice.value),
            flag<"checked">(is_chosen(words, shown.options, choice)),
            flag<"disabled">(choice.disabled.value_or(shown.options.disabled)),
            attr_unless_empty<"data-behaviour">(behaviour(choice)),
            attr_unless_empty<"data-behaviour-group">(choice.behaviour_group),
            attr_unless_empty<"data-aria-controls">(reveals_id),
            attr_unless_empty<"aria-describedby">(described_by),
            choice.attributes
        ),
        nhs::label(
            {.text = choice.text, .classes = joined(part_of(words, "__label"), choice.label_classes)
            },
            choice_id
        ),
        note
    );
}

Html item(const Shown& shown, const Choice& choice, const std::string& choice_id) {
    if (!choice.divider.empty()) {
        return div(
            classes(joined(part_of(shown.words, "__divider"), hidden_without_script(choice))),
            choice.divider
        );
    }
    Html whole = field(shown, choice, choice_id);
    if (!choice.reveals.empty()) {
        ClassList list(part_of(shown.words, "__conditional"));
        const bool by_style = shown.options.reveal == Reveal::by_style;
        const bool is_hidden = !by_style && !is_chosen(shown.words, shown.options, choice);
        list.when(is_hidden, part_of(shown.words, "__conditional--hidden"))
            .when(by_style, "cohort-reveal");
        whole += div(classes(list.text()), id("conditional-" + choice_id), choice.reveals);
    }
    return whole;
}

// The first choice's id has no number, so that an error summary can link to it.
Html items(const Shown& shown, const std::string& prefix) {
    Html all;
    int number = 0;
    for (const Choice& choice : shown.options.items) {
        ++number;
        const std::string made = number == 1 ? prefix : prefix + "-" + std::to_string(number);
        all += item(shown, choice, choice.id.empty() ? made : choice.id);
    }
    return all;
}

Html choices(const Words& words, const Choices& options) {
    const bool has_fieldset = !options.fieldset.legend.text.empty();
    const std::string& prefix = options.id_prefix.empty() ? options.name : options.id_prefix;
    const std::string& given = options.fieldset.described_by.empty()
                                   ? options.described_by
                                   : options.fieldset.described_by;
    const FieldNotes notes = field_notes(options.hint, options.error, prefix, given);
    const bool each_described = !has_fieldset && words.kind == Kind::checkbox;
    const Shown shown{words, options, each_described ? notes.described_by : std::string()};

    ClassList list(words.block);
    list.when(options.small, part_of(words, "--small"))
        .when(options.in_line, part_of(words, "--inline"))
        .add(options.classes);
    const Html inner = notes.markup
                       + div(
                           classes(list.text()),
                           id(options.id),
                           attr<"data-module">(words.block),
                           options.attributes,
                           options.group.before_input,
                           items(shown, prefix),
                           options.group.after_input
                       );
    Fieldset around = options.fieldset;
    around.described_by = notes.described_by;
    return form_group(
        options.group,
        options.error.text.empty() ? FieldState::fine : FieldState::in_error,
        has_fieldset ? nhs::fieldset(around, inner) : inner
    );
}

}

Html radios(const Choices& options) {
    return choices(radio_words, options);
}

Html checkboxes(const Choices& options) {
    return choices(checkbox_words, options);
}

}

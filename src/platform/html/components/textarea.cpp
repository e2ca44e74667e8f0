#include "platform/html/components/textarea.hpp"

#include "base/ensure.hpp"
#include "platform/html/elements.hpp"

namespace cohort::nhs {

using namespace html;

namespace {

std::string with_count(std::string text, const std::string& count) {
    constexpr std::string_view mark = "%{count}";
    if (const std::size_t at = text.find(mark); at != std::string::npos) {
        text.replace(at, mark.size(), count);
    }
    return text;
}

std::string limit_sentence(const CharacterCount& options, const std::optional<int>& limit) {
    if (!limit) {
        return {};
    }
    const bool words = options.words_max || options.count_type == "words";
    const std::string text =
        !options.description.empty()
            ? options.description
            : std::string("You can enter up to %{count} ") + (words ? "words" : "characters");
    return with_count(text, std::to_string(*limit));
}

template <AttributeName name>
void add_number(Attributes& attributes, const std::optional<int>& number) {
    if (number) {
        attributes.push_back(attr<name>(*number));
    }
}

}

Html textarea(const Textarea& options) {
    const std::string& field_id = options.id.empty() ? options.name : options.id;
    const FieldNotes notes =
        field_notes(options.hint, options.error, field_id, options.described_by);
    ClassList list("nhsuk-textarea");
    list.when(!options.error.text.empty(), "nhsuk-textarea--error").add(options.classes);
    const auto& spellcheck = options.spellcheck;
    return form_group(
        options.group,
        options.error.text.empty() ? FieldState::fine : FieldState::in_error,
        label(options.label, field_id) + notes.markup + options.group.before_input
            + html::textarea(
                classes(list.text()),
                id(field_id),
                attr<"name">(options.name),
                attr<"rows">(options.rows),
                attr_unless_empty<"spellcheck">(
                    !spellcheck   ? ""
                    : *spellcheck ? "true"
                                  : "false"
                ),
                flag<"disabled">(options.disabled),
                attr_unless_empty<"aria-describedby">(notes.described_by),
                attr_unless_empty<"autocomplete">(options.autocomplete),
                options.attributes,
                // HTML drops one line break after the tag; without this a text that begins with one
                // would lose it.
                options.value.starts_with('\n') ? "\n" : "",
                options.value
            )
            + options.group.after_input
    );
}

Html character_count(const CharacterCount& options) {
    COHORT_ENSURE(!(options.characters_max && options.words_max), "a text has one limit");
    const std::optional<int> limit = options.words_max ? options.words_max : options.characters_max;
    const std::string sentence = limit_sentence(options, limit);

    Textarea shown = options.textarea;
    const std::string field_id = shown.id.empty() ? shown.name : shown.id;
    const std::string info_id = field_id + "-info";
    shown.described_by = joined(info_id, shown.described_by);
    shown.classes = joined("nhsuk-js-character-count", shown.classes);

    Attributes marks = {attr<"data-module">("nhsuk-character-count")};
    add_number<"data-maxlength">(marks, options.characters_max);
    add_number<"data-maxwords">(marks, options.words_max);
    add_number<"data-threshold">(marks, options.threshold_percent);
    const std::string count_type =
        options.count_type.empty() && options.words_max ? "words" : options.count_type;
    marks.push_back(attr_unless_empty<"data-count-type">(count_type));
    if (!limit && !options.description.empty()) {
        marks.push_back(attr<"data-i18n.textarea-description.other">(options.description));
    }
    marks.insert(marks.end(), shown.group.attributes.begin(), shown.group.attributes.end());
    shown.group.attributes = marks;
    shown.group.classes = joined(shown.group.classes, "nhsuk-character-count");
    shown.group.after_input = hint({
                                  .text = sentence,
                                  .id = info_id,
                                  .classes = "nhsuk-character-count__message",
                                  .attributes = {flag<"hidden">(sentence.empty())},
                              })
                              + shown.group.after_input;
    return textarea(shown);
}

}

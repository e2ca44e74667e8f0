#include "platform/html/conformance/builders.hpp"

#include "platform/html/elements.hpp"

#include <boost/json/object.hpp>

namespace cohort::conformance {

using html::Html;

namespace {

// nhsuk-frontend takes the heading as true, a string or an object, in place of the text or beside
// it.
nhs::Label label_of(const Options& options, const Html& block = {}) {
    nhs::Label label{
        .text = options.own_content(),
        .size = size_of(options),
        .is_page_heading = options.yes("isPageHeading"),
        .caption = caption_of(options.object("caption")),
        .visually_hidden = options.text("visuallyHiddenText"),
        .id = options.text("id"),
        .classes = options.text("classes"),
    };
    if (options.has("heading") && options.yes_or_no("heading") != false) {
        const Options heading = options.object("heading");
        label.is_page_heading = options.yes_or_no("isPageHeading").value_or(true);
        label.heading_level = label.is_page_heading ? heading.number("level") : std::nullopt;
        if (heading.has("text") || heading.has("html")) {
            label.text = heading.own_content();
        }
        if (heading.has("size")) {
            label.size = size_of(heading);
        }
    } else if (options.yes_or_no("heading") == false) {
        label.is_page_heading = false;
    }
    if (!block.empty()) {
        label.text = block;
    }
    return label;
}

nhs::Label label_named(const Options& options, std::string_view name = "label") {
    return label_of(options.object(name));
}

nhs::Hint hint_of(const Options& options) {
    const Options hint = options.object("hint");
    return {.text = hint.own_content(), .id = hint.text("id")};
}

nhs::ErrorMessage error_of(const Options& options) {
    if (options.yes("errorMessage")) {
        options.refuse("errorMessage without words");
    }
    return {.text = options.content("errorMessage")};
}

nhs::Fieldset fieldset_of(const Options& options) {
    return {.legend = label_named(options.object("fieldset"), "legend")};
}

nhs::FormGroup group_of(const Options& options) {
    const Options group = options.object("formGroup");
    return {.after_input = group.content("afterInput")};
}

nhs::Affix affix_of(const Options& options, std::string_view name) {
    return {.text = options.content(name)};
}

std::optional<nhs::Icon> icon_named(const std::string& name) {
    using enum nhs::Icon;
    static constexpr std::pair<std::string_view, nhs::Icon> icons[] = {
        {"arrow-left", arrow_left},
        {"arrow-right", arrow_right},
        {"arrow-up", arrow_up},
        {"arrow-down", arrow_down},
        {"search", search},
        {"user", user},
        {"tick", tick},
        {"cross", cross},
        {"plus", plus},
        {"minus", minus},
        {"arrow-right-circle", arrow_right_circle},
        {"arrow-left-circle", arrow_left_circle},
    };
    for (const auto& [word, value] : icons) {
        if (word == name) {
            return value;
        }
    }
    return std::nullopt;
}

void look(const Options& options, nhs::Button& button) {
    using enum nhs::ButtonLook;
    static constexpr std::pair<std::string_view, nhs::ButtonLook> looks[] = {
        {"brand", brand},
        {"login", login},
        {"reverse", reverse},
        {"secondary", secondary},
        {"secondary-solid", secondary_solid},
        {"warning", warning},
    };
    const std::string given = options.text("variant");
    for (const auto& [word, value] : looks) {
        if (word == given) {
            button.look = value;
        }
    }
}

Html button(const Given& g) {
    nhs::Button button{
        .text = g.options.own_content(),
        .href = g.options.url("href"),
        .small = g.options.yes("small"),
        .disabled = g.options.yes("disabled"),
        .prevent_double_click = g.options.yes_or_no("preventDoubleClick"),
    };
    look(g.options, button);
    const Options icon = g.options.object("icon");
    button.icon = icon_named(icon.text("name"));
    button.icon_place =
        icon.text("placement") == "end" ? nhs::IconPlace::end : nhs::IconPlace::start;
    return nhs::button(button);
}

nhs::Input input_of(const Options& o) {
    const bool red_alone = o.yes("errorMessage");
    return {
        .label = label_named(o),
        .hint = hint_of(o),
        .error = red_alone ? nhs::ErrorMessage{} : error_of(o),
        .name = o.text("name"),
        .id = o.text("id"),
        .value = o.text("value"),
        .type = o.maybe_text("type").value_or("text"),
        .width = o.number("width"),
        .code = o.yes("code"),
        .large = o.yes("large"),
        .disabled = o.yes("disabled"),
        .error_look = red_alone,
        .spellcheck = o.yes_or_no("spellcheck"),
        .autocomplete = o.text("autocomplete"),
        .inputmode = o.text("inputmode"),
        .placeholder = o.text("placeholder"),
        .prefix = affix_of(o, "prefix"),
        .suffix = affix_of(o, "suffix"),
        .group = group_of(o),
        .classes = o.text("classes"),
    };
}

Html password_input(const Given& g) {
    const Options& o = g.options;
    return nhs::password_input({
        .label = label_named(o),
        .hint = hint_of(o),
        .error = error_of(o),
        .name = o.text("name"),
        .id = o.text("id"),
        .width = o.number("width"),
        .code = o.yes("code"),
        .disabled = o.yes("disabled"),
        .autocomplete = o.maybe_text("autocomplete").value_or("current-password"),
        .prefix = affix_of(o, "prefix"),
    });
}

Html search_input(const Given& g) {
    nhs::SearchInput search{.input = input_of(g.options)};
    search.button.small = !search.input.large;
    search.button.disabled = search.input.disabled;
    if (g.options.yes_or_no("button") == false) {
        search.has_button = false;
    }
    const Options button = g.options.object("button");
    look(button, search.button);
    search.button.text = button.text("text");
    if (button.yes_or_no("icon") == false) {
        search.button.icon = std::nullopt;
    } else if (button.has("icon")) {
        search.button.icon = icon_named(button.text("icon"));
    }
    search.button.disabled = button.yes_or_no("disabled").value_or(search.input.disabled);
    return nhs::search_input(search);
}

nhs::Textarea textarea_of(const Options& o) {
    nhs::Textarea field{
        .label = label_named(o),
        .hint = hint_of(o),
        .error = error_of(o),
        .name = o.text("name"),
        .id = o.text("id"),
        .value = o.text("value"),
        .rows = o.number("rows").value_or(5),
        .disabled = o.yes("disabled"),
        .autocomplete = o.text("autocomplete"),
    };
    if (const std::string length = o.object("attributes").text("maxlength"); !length.empty()) {
        field.attributes.push_back(html::attr<"maxlength">(length));
    }
    return field;
}

Html character_count(const Given& g) {
    return nhs::character_count({
        .textarea = textarea_of(g.options),
        .characters_max = g.options.number("maxlength"),
        .words_max = g.options.number("maxwords"),
        .threshold_percent = g.options.number("threshold"),
        .count_type = g.options.text("countType"),
        .description = g.options.text("textareaDescriptionText"),
    });
}

nhs::Choice choice_of(const Options& o) {
    const std::string behaviour = o.text("behaviour");
    return {
        .value = o.text("value"),
        .text = o.own_content(),
        .hint = hint_of(o),
        .disabled = o.yes_or_no("disabled"),
        .reveals = o.content("conditional"),
        .divider = o.text("divider"),
        .behaviour = behaviour == "exclusive" || o.yes("exclusive")
                         ? nhs::ChoiceBehaviour::exclusive
                     : behaviour == "inclusive" ? nhs::ChoiceBehaviour::inclusive
                                                : nhs::ChoiceBehaviour::plain,
        .behaviour_group =
            o.has("exclusiveGroup") ? o.text("exclusiveGroup") : o.text("behaviourGroup"),
        .name = o.text("name"),
    };
}

nhs::Choices choices_of(const Options& o) {
    nhs::Choices choices{
        .fieldset = fieldset_of(o),
        .hint = hint_of(o),
        .error = error_of(o),
        .name = o.text("name"),
        .id_prefix = o.text("idPrefix"),
        .reveal = nhs::Reveal::by_script,
        .small = o.yes("small"),
        .in_line = o.yes("inline"),
        .disabled = o.yes("disabled"),
    };
    for (const Options& item : o.list("items")) {
        choices.items.push_back(choice_of(item));
    }
    if (o.has("value")) {
        choices.values.push_back(o.text("value"));
    }
    if (o.has("values")) {
        for (const Options& chosen : o.list("values")) {
            choices.values.push_back(chosen.text("text"));
        }
    }
    return choices;
}

nhs::DateField date_field_of(const Options& o, const std::string& name) {
    return {
        .name = name,
        .label = o.content("label"),
        .value = o.text("value"),
        .width = o.number("width"),
        .error = o.yes_or_no("error"),
        .disabled = o.yes_or_no("disabled"),
        .autocomplete = o.text("autocomplete"),
    };
}

Html date_input(const Given& g) {
    const Options& o = g.options;
    nhs::DateInput date{
        .id = o.text("id"),
        .name_prefix = o.text("namePrefix"),
        .fieldset = fieldset_of(o),
        .hint = hint_of(o),
        .error = error_of(o),
        .items = {},
        .disabled = o.yes("disabled"),
    };
    for (const Options& item : o.list("items")) {
        date.items.push_back(date_field_of(item, item.text("name")));
    }
    if (date.items.empty()) {
        for (const char* name : {"day", "month", "year"}) {
            if (o.yes_or_no(name) != false) {
                date.items.push_back(date_field_of(o.object(name), name));
            }
        }
    }
    const Options values = o.object("values");
    for (const char* name : {"day", "month", "year"}) {
        const std::string value = values.text(name);
        for (nhs::DateField& field : date.items) {
            if (field.name == name && field.value.empty()) {
                field.value = value;
            }
        }
    }
    return nhs::date_input(date);
}

Html file_upload(const Given& g) {
    const Options& o = g.options;
    return nhs::file_upload({
        .label = label_named(o),
        .hint = hint_of(o),
        .error = error_of(o),
        .name = o.text("name"),
        .id = o.text("id"),
        .look = nhs::FileUploadLook::drop_zone,
        .multiple = o.yes("multiple"),
        .disabled = o.yes("disabled"),
    });
}

Html select(const Given& g) {
    const Options& o = g.options;
    nhs::Select select{
        .label = label_named(o),
        .hint = hint_of(o),
        .error = error_of(o),
        .name = o.text("name"),
        .id = o.text("id"),
        .value = o.text("value"),
        .disabled = o.yes("disabled"),
        .group = group_of(o),
    };
    for (const Options& item : o.list("items")) {
        select.items.push_back({
            .value = item.maybe_text("value"),
            .text = item.text("text"),
            .disabled = item.yes("disabled"),
            .divider = item.yes("divider"),
        });
    }
    return nhs::select(select);
}

Html error_message(const Given& g) {
    nhs::ErrorMessage message{.text = g.block.empty() ? g.options.own_content() : g.block};
    if (g.options.has("visuallyHiddenText")) {
        message.prefix = g.options.text("visuallyHiddenText");
    }
    return nhs::error_message(message);
}

Html fieldset(const Given& g) {
    const std::string markup = g.options.text("html");
    const Html inner = g.block.empty() ? Html::embedded({"fixture", markup}) : g.block;
    return nhs::fieldset({.legend = label_named(g.options, "legend")}, inner);
}

constexpr Builder of_forms[] = {
    {"button", button},
    {"character-count", character_count},
    {"checkboxes", [](const Given& g) { return nhs::checkboxes(choices_of(g.options)); }},
    {"date-input", date_input},
    {"error-message", error_message},
    {"fieldset", fieldset},
    {"file-upload", file_upload},
    {"hint",
     [](const Given& g) {
         return nhs::hint({.text = g.block.empty() ? g.options.own_content() : g.block});
     }},
    {"input", [](const Given& g) { return nhs::input(input_of(g.options)); }},
    {"label", [](const Given& g) { return nhs::label(label_of(g.options, g.block), ""); }},
    {"legend", [](const Given& g) { return nhs::legend(label_of(g.options, g.block)); }},
    {"password-input", password_input},
    {"radios", [](const Given& g) { return nhs::radios(choices_of(g.options)); }},
    {"search-input", search_input},
    {"select", select},
    {"textarea", [](const Given& g) { return nhs::textarea(textarea_of(g.options)); }},
};

}

std::span<const Builder> form_builders() {
    return of_forms;
}

}

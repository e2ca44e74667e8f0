#include "platform/html/conformance/builders.hpp"

#include "platform/html/elements.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace cohort::conformance {

using html::Html;

namespace {

template <class Value, std::size_t N>
Value named(
    const Options& options,
    std::string_view name,
    const std::array<std::pair<std::string_view, Value>, N>& values,
    Value usual
) {
    const std::string given = options.text(name);
    if (given.empty()) {
        return usual;
    }
    for (const auto& [word, value] : values) {
        if (word == given) {
            return value;
        }
    }
    options.refuse(std::string(name) + " " + given);
    return usual;
}

Html body(const Given& given) {
    return given.block.empty() ? given.options.own_content() : given.block;
}

Html action_link(const Given& g) {
    return nhs::action_link({
        .text = body(g),
        .href = g.options.url("href"),
        .tone = tone_of(g.options),
        .type = g.options.text("type"),
    });
}

Html back_link(const Given& g) {
    nhs::BackLink link{
        .href = g.options.url("href"),
        .tone = tone_of(g.options),
        .type = g.options.text("type"),
    };
    if (Html text = body(g); !text.empty()) {
        link.text = std::move(text);
    }
    return nhs::back_link(link);
}

Html skip_link(const Given& g) {
    return nhs::skip_link({.text = body(g), .href = g.options.url("href")});
}

html::Attributes attributes_of(const Options& options) {
    html::Attributes all;
    const Options given = options.object("attributes");
    for (const auto& lang : {given.text("lang")}) {
        all.push_back(html::attr_unless_empty<"lang">(lang));
    }
    if (const std::string index = given.text("tabindex"); !index.empty()) {
        all.push_back(html::attr<"tabindex">(index));
    }
    return all;
}

Html breadcrumb(const Given& g) {
    nhs::Breadcrumb trail{.tone = tone_of(g.options), .id = g.options.text("id")};
    for (const Options& item : g.options.list("items")) {
        item.ignore("classes"); // nhsuk-frontend ignores it too
        trail.items.push_back({item.own_content(), item.url("href"), attributes_of(item)});
    }
    if (g.options.has("backLink")) {
        const Options back = g.options.object("backLink");
        trail.back_link = nhs::BackLink{
            .text = back.has("text") ? back.own_content() : trail.items.back().text,
            .href = back.url("href"),
            .tone = trail.tone,
            .type = back.text("type"),
            .id = back.text("id"),
            .attributes = attributes_of(back.has("attributes") ? back : g.options),
        };
        if (!back.has("attributes") && !trail.items.empty()) {
            trail.back_link->attributes = trail.items.back().attributes;
        }
    }
    return nhs::breadcrumb(trail);
}

Html card(const Given& g) {
    nhs::Card card = card_of(g.options);
    if (!g.block.empty()) {
        card.content = g.block;
    }
    return nhs::card(card);
}

Html details(const Given& g) {
    return nhs::details({
        .summary = g.options.content("summary"),
        .content = body(g),
        .open = g.options.yes("open"),
        .classes = g.options.text("classes"),
    });
}

Html do_dont_list(const Given& g) {
    nhs::DoDontList list{
        .heading = g.options.has("title") ? nhs::Heading{.text = g.options.text("title")}
                                          : heading_named(g.options, "heading"),
        .kind = g.options.text("icon") == "cross" ? nhs::DoOrDont::do_not : nhs::DoOrDont::do_this,
        .prefix = g.options.maybe_text("prefixText"),
    };
    if (g.options.yes("hidePrefix")) {
        list.prefix = "";
    }
    for (const Options& item : g.options.list("items")) {
        list.items.push_back(item.has("item") ? item.content("item") : item.own_content());
    }
    return nhs::do_dont_list(list);
}

Html error_summary(const Given& g) {
    nhs::ErrorSummary summary{
        .heading = g.options.content("heading"),
        .description = g.block.empty() ? g.options.content("description") : g.block,
        .disable_auto_focus = g.options.yes_or_no("disableAutoFocus"),
    };
    for (const Options& item : g.options.list("errorList")) {
        summary.items.push_back({.text = item.own_content(), .href = item.url("href")});
    }
    return nhs::error_summary(summary);
}

Html notification_banner(const Given& g) {
    const bool success = g.options.text("variant") == "success";
    const std::string markup = g.options.text("html");
    return nhs::notification_banner({
        .text = g.options.text("text"),
        .content = g.block.empty() ? Html::embedded({"fixture", markup}) : g.block,
        .heading = heading_named(g.options, "heading"),
        .look = success ? nhs::BannerLook::success : nhs::BannerLook::important,
        .title = heading_named(g.options, "title"),
        .disable_auto_focus = g.options.yes_or_no("disableAutoFocus"),
        .role = g.options.text("role"),
        .attributes = attributes_of(g.options),
    });
}

Html inset_text(const Given& g) {
    const std::string markup = g.options.text("html");
    return nhs::inset_text({
        .text = g.options.text("text"),
        .content = g.block.empty() ? Html::embedded({"fixture", markup}) : g.block,
    });
}

Html warning_callout(const Given& g) {
    const std::string markup = g.options.text("html");
    return nhs::warning_callout({
        .heading = heading_named(g.options, "heading"),
        .content = g.block.empty() ? Html::embedded({"fixture", markup}) : g.block,
        .text = g.options.text("text"),
    });
}

Html panel(const Given& g) {
    const bool interruption = g.options.text("variant") == "interruption";
    return nhs::panel({
        .heading = heading_named(g.options, "heading"),
        .content = body(g),
        .look = interruption ? nhs::PanelLook::interruption : nhs::PanelLook::confirmation,
    });
}

Html tag(const Given& g) {
    nhs::Tag tag = tag_of(g.options);
    if (!g.block.empty()) {
        tag.text = g.block;
    }
    return nhs::tag(tag);
}

constexpr Builder of_content[] = {
    {"action-link", action_link},
    {"back-link", back_link},
    {"breadcrumb", breadcrumb},
    {"card", card},
    {"details", details},
    {"do-dont-list", do_dont_list},
    {"error-summary", error_summary},
    {"heading", [](const Given& g) { return nhs::heading(heading_of(g.options)); }},
    {"inset-text", inset_text},
    {"notification-banner", notification_banner},
    {"panel", panel},
    {"skip-link", skip_link},
    {"tag", tag},
    {"warning-callout", warning_callout},
};

}

std::span<const Builder> content_builders() {
    return of_content;
}

nhs::Size size_of(const Options& options, std::string_view name) {
    using enum nhs::Size;
    const std::string given = options.text(name);
    for (const nhs::Size size : {xxs, xs, s, m, l, xl, xxl}) {
        if (nhs::name_of(size) == given) {
            return size;
        }
    }
    return normal;
}

nhs::Tone tone_of(const Options& options) {
    return options.text("variant") == "reverse" ? nhs::Tone::reverse : nhs::Tone::normal;
}

nhs::Caption caption_of(const Options& options) {
    static constexpr std::array<std::pair<std::string_view, nhs::Placement>, 4> places = {
        {{"start", nhs::Placement::start},
         {"end", nhs::Placement::end},
         {"before", nhs::Placement::before},
         {"after", nhs::Placement::after}}
    };
    nhs::Caption caption{.text = options.own_content(), .size = size_of(options)};
    if (options.has("placement")) {
        caption.placement = named(options, "placement", places, nhs::Placement::start);
    }
    return caption;
}

nhs::Heading heading_of(const Options& options) {
    return {
        .text = options.own_content(),
        .size = size_of(options),
        .level = options.number("level"),
        .caption = caption_of(options.object("caption")),
        .visually_hidden = options.text("visuallyHiddenText"),
        .href = options.url("href"),
        .id = options.text("id"),
        .classes = options.text("classes"),
    };
}

nhs::Heading heading_named(const Options& parent, std::string_view name) {
    return heading_of(parent.object(name));
}

nhs::CardAction action_of(const Options& item) {
    return {
        .text = item.own_content(),
        .href = item.url("href"),
        .visually_hidden = item.text("visuallyHiddenText"),
        .type = item.text("type"),
    };
}

nhs::Card card_of(const Options& options) {
    static constexpr std::array<std::pair<std::string_view, nhs::CardLook>, 7> looks = {
        {{"feature", nhs::CardLook::feature},
         {"primary", nhs::CardLook::primary},
         {"secondary", nhs::CardLook::secondary},
         {"warning", nhs::CardLook::warning},
         {"non-urgent", nhs::CardLook::non_urgent},
         {"urgent", nhs::CardLook::urgent},
         {"emergency", nhs::CardLook::emergency}}
    };
    nhs::Card card{
        .heading = heading_named(options, "heading"),
        .href = options.url("href"),
        .look = named(options, "variant", looks, nhs::CardLook::normal),
        .clickable = options.yes("clickable"),
    };
    const Options description = options.object("description");
    card.description = description.text("text");
    const std::string markup = description.text("html");
    card.content = Html::embedded({"fixture", markup});
    if (options.has("image")) {
        const Options image = options.object("image");
        card.image = {.src = image.url("src")};
    }
    const Options actions = options.object("actions");
    for (const Options& item :
         actions.has("items") ? actions.list("items") : options.list("actions")) {
        card.actions.push_back(action_of(item));
    }
    return card;
}

nhs::Tag tag_of(const Options& options) {
    using enum nhs::TagColour;
    static constexpr std::array<std::pair<std::string_view, nhs::TagColour>, 10> colours = {
        {{"white", white},
         {"grey", grey},
         {"green", green},
         {"aqua-green", aqua_green},
         {"blue", blue},
         {"purple", purple},
         {"pink", pink},
         {"red", red},
         {"orange", orange},
         {"yellow", yellow}}
    };
    nhs::TagColour colour = named(options, "colour", colours, normal);
    if (options.yes_or_no("colour") == false) {
        colour = none;
    }
    return {
        .text = options.own_content(),
        .colour = colour,
        .border = options.yes_or_no("border").value_or(true),
        .classes = options.text("classes"),
    };
}

}

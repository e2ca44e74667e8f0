#pragma once
// Links with a look of their own.
// https://service-manual.nhs.uk/design-system/components/action-link, …/back-link, …/breadcrumbs,
// …/skip-link
#include "platform/html/components/shared.hpp"

namespace cohort::nhs {

// Without an address these two are buttons of a form.
struct ActionLink {
    Html text = {};
    Url href = {};
    Tone tone = Tone::normal;
    std::string type = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html action_link(const ActionLink& options);

struct BackLink {
    Html text = "Back";
    Url href = {};
    Html visually_hidden = {};
    Tone tone = Tone::normal;
    std::string type = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html back_link(const BackLink& options);

struct Crumb {
    Html text = {};
    Url href = {};
    Attributes attributes = {};
};

struct Breadcrumb {
    std::vector<Crumb> items = {};
    // Shown instead of the list on a narrow screen; to the last item when not given.
    std::optional<BackLink> back_link = {};
    Tone tone = Tone::normal;
    std::string aria_label = "Breadcrumb";
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html breadcrumb(const Breadcrumb& options);

struct SkipLink {
    Html text = "Skip to main content";
    Url href = "#maincontent";
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html skip_link(const SkipLink& options = {});

}

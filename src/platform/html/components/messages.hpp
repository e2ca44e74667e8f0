#pragma once
// What a page tells its reader: errors, success, warnings, things to unfold.
// https://service-manual.nhs.uk/design-system/components/error-summary, …/notification-banners,
// …/inset-text, …/warning-callout, …/panel, …/details, …/do-and-dont-lists
#include "platform/html/components/card.hpp"
#include "platform/html/components/heading.hpp"

namespace cohort::nhs {

struct ErrorItem {
    Html text = {};
    Url href = {}; // Url::to_id of the field at fault
    Attributes attributes = {};
};

// At the top of the page, before its heading.
struct ErrorSummary {
    Html heading = "There is a problem";
    Html description = {};
    std::vector<ErrorItem> items = {};
    std::optional<bool> disable_auto_focus = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html error_summary(const ErrorSummary& options);

enum class BannerLook { important, success };

struct NotificationBanner {
    Html text = {};       // one line; large when there is no heading
    Html content = {};    // instead of text
    Heading heading = {}; // level 3 when none is given
    BannerLook look = BannerLook::important;
    Heading title = {}; // "Important" or "Success", level 2, when empty
    std::optional<bool> disable_auto_focus = {};
    std::string role = {}; // "alert" for success, else "region"
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html notification_banner(const NotificationBanner& options);

struct InsetText {
    Html text = {};    // one paragraph
    Html content = {}; // instead of text
    Html visually_hidden = "Information";
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html inset_text(const InsetText& options);

struct WarningCallout {
    Heading heading = {}; // level 3; screen readers hear "Important" first
    Html content = {};
    std::string text = {};
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html warning_callout(const WarningCallout& options);

enum class PanelLook { confirmation, interruption };

struct Panel {
    Heading heading = {}; // level 1 when none is given
    Html content = {};
    PanelLook look = PanelLook::confirmation;
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html panel(const Panel& options);

struct Details {
    Html summary = {};
    Html content = {};
    bool open = false;
    Tone tone = Tone::normal;
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html details(const Details& options);

enum class DoOrDont { do_this, do_not };

struct DoDontList {
    Heading heading = {};
    DoOrDont kind = DoOrDont::do_this;
    std::vector<Html> items = {};
    std::optional<std::string> prefix = {
    }; // "do not" before each item of a don't list when not given
    std::string id = {};
    std::string classes = {};
    Attributes attributes = {};
};

Html do_dont_list(const DoDontList& options);

}

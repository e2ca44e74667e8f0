#include "platform/html/components/icon.hpp"

#include "embedded/html_assets.hpp"
#include "platform/html/elements.hpp"

#include <algorithm>
#include <array>

namespace cohort::nhs {
namespace {

// In the order of Icon; also the names of nhsuk-frontend's files.
constexpr std::array<std::string_view, 19> names = {
    "arrow-left",
    "arrow-right",
    "arrow-up",
    "arrow-down",
    "arrow-up-down",
    "arrow-right-circle",
    "arrow-left-circle",
    "arrow-up-circle",
    "arrow-down-circle",
    "chevron-right-circle",
    "chevron-left-circle",
    "chevron-up-circle",
    "chevron-down-circle",
    "cross",
    "tick",
    "minus",
    "plus",
    "search",
    "user",
};
static_assert(names.size() == static_cast<std::size_t>(Icon::user) + 1);

// The file's drawing without its <svg>, whose fixed colour we do not want.
Html drawing(std::string_view name) {
    const std::string file_name = "/images/nhsuk-icon-" + std::string(name) + ".svg";
    for (const EmbeddedFile& file : embedded::html_assets()) {
        if (!file.path.ends_with(file_name)) {
            continue;
        }
        const std::size_t from = file.bytes.find("<path");
        const std::size_t to = file.bytes.rfind("</svg>");
        COHORT_ENSURE(from < to && to != std::string_view::npos, "an icon's file holds a drawing");
        return Html::embedded({.path = file.path, .bytes = file.bytes.substr(from, to - from)});
    }
    COHORT_ENSURE(false, "every icon has a file");
}

Html made(std::string_view name) {
    return html::svg(
        html::classes("nhsuk-icon nhsuk-icon--" + std::string(name)),
        html::svg_namespace(),
        html::attr<"viewBox">("0 0 24 24"),
        html::attr<"width">("16"),
        html::attr<"height">("16"),
        html::attr<"focusable">("false"),
        html::attr<"aria-hidden">("true"),
        drawing(name)
    );
}

}

Html icon(Icon which) {
    static const auto icons = [] {
        std::array<Html, names.size()> all;
        std::ranges::transform(names, all.begin(), made);
        return all;
    }();
    return icons[static_cast<std::size_t>(which)];
}

}

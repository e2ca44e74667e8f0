#include "flow/lists/reasons.hpp"

#include <algorithm>

namespace cohort::lists {

std::string text(std::span<const Reason> reasons) {
    std::string all;
    for (const Reason& reason : reasons) {
        all.append(all.empty() ? "" : ",").append(reason.code);
        if (reason.field) {
            all.append(" ").append(text(*reason.field));
        }
    }
    return all;
}

std::vector<Reason> read_reasons(std::string_view text) {
    std::vector<Reason> reasons;
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), item.size() + 1));
        const auto blank = item.find(' ');
        Reason reason{std::string(item.substr(0, blank))};
        if (blank != std::string_view::npos) {
            reason.field = field_named(item.substr(blank + 1));
        }
        reasons.push_back(std::move(reason));
    }
    return reasons;
}

}

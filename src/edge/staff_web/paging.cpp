#include "edge/staff_web/paging.hpp"

namespace cohort::staff_web {

std::string write_page_mark(const send::PageMark& mark) {
    return std::to_string(mark.pressed_at.time_since_epoch().count()) + "-" + mark.id.text();
}

std::optional<send::PageMark> read_page_mark(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == text.npos) {
        return std::nullopt;
    }
    const auto at = BulkMessageId::parse(text.substr(0, dash));
    const auto id = BulkMessageId::parse(text.substr(dash + 1));
    if (!at.ok() || !id.ok()) {
        return std::nullopt;
    }
    return send::PageMark{TimePoint{Milliseconds{at->value}}, *id};
}

std::int64_t read_position(std::string_view text) {
    const auto number = BulkMessageId::parse(text);
    return number.ok() ? number->value : 0;
}

}

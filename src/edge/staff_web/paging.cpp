#include "edge/staff_web/paging.hpp"

namespace cohort::staff_web {

namespace {

std::string write_mark(TimePoint at, std::string_view id) {
    return std::to_string(at.time_since_epoch().count()) + "-" + std::string(id);
}

template <class AnyId>
struct Mark {
    TimePoint at;
    AnyId id;
};

template <class AnyId>
std::optional<Mark<AnyId>> read_mark(std::string_view text) {
    const auto dash = text.find('-');
    if (dash == text.npos) {
        return std::nullopt;
    }
    // A number of milliseconds is read as an id is: digits only, positive.
    const auto at = AnyId::parse(text.substr(0, dash));
    const auto id = AnyId::parse(text.substr(dash + 1));
    if (!at.ok() || !id.ok()) {
        return std::nullopt;
    }
    return Mark<AnyId>{TimePoint{Milliseconds{at->value}}, *id};
}

}

std::string write_page_mark(const send::PageMark& mark) {
    return write_mark(mark.pressed_at, mark.id.text());
}

std::string write_page_mark(const lists::PageMark& mark) {
    return write_mark(mark.confirmed_at, mark.list.text());
}

std::optional<send::PageMark> read_page_mark(std::string_view text) {
    const auto mark = read_mark<BulkMessageId>(text);
    return mark ? std::optional(send::PageMark{mark->at, mark->id}) : std::nullopt;
}

std::optional<lists::PageMark> read_list_mark(std::string_view text) {
    const auto mark = read_mark<ListId>(text);
    return mark ? std::optional(lists::PageMark{mark->at, mark->id}) : std::nullopt;
}

std::int64_t read_position(std::string_view text) {
    const auto number = BulkMessageId::parse(text);
    return number.ok() ? number->value : 0;
}

}

#include "edge/staff_web/row_news.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/staff_web/pages/list_parts.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cohort::staff_web {
namespace {

using State = lists::RefusedRow::State;

constexpr std::array<std::pair<RowDeed, std::string_view>, 3> names = {{
    {RowDeed::corrected, "corrected"},
    {RowDeed::left_out, "left-out"},
    {RowDeed::left_out_for_another, "left-out-for-another"},
}};

constexpr std::string_view all_left_out = "all-left-out";

std::string_view text(RowDeed deed) {
    for (const auto& [each, name] : names) {
        if (each == deed) {
            return name;
        }
    }
    return {};
}

std::optional<RowDeed> deed_named(std::string_view text) {
    for (const auto& [deed, name] : names) {
        if (name == text) {
            return deed;
        }
    }
    return std::nullopt;
}

std::string words_of(RowDeed deed, State state, const std::string& line) {
    if (state == State::mended) {
        return line + " is on the list now.";
    }
    if (state == State::refused) {
        return {};
    }
    switch (deed) {
    case RowDeed::corrected:
        return line
               + " says the same as another row of this patient now, and is left out. The other "
                 "row "
                 "is used.";
    case RowDeed::left_out:
        return line + " is left out.";
    case RowDeed::left_out_for_another:
        return line + " is left out, and the other row of this patient is on the list now.";
    }
    return {};
}

std::string words_of_all(const lists::Review& review, std::string_view code) {
    const bool any_left =
        std::ranges::find(review.refused, code, &lists::CodeCount::code) != review.refused.end();
    if (domain::sentence_for(code) == nullptr) {
        return {};
    }
    return any_left ? "Many rows are left out. There are more: leave them out too."
                    : "The rows with this fault are left out: " + title_of(code);
}

}

html::Url with_news(const html::Url& page, RowDeed deed, std::int64_t row) {
    return page.with_query("said", text(deed)).with_query("row", std::to_string(row));
}

html::Url with_news(const html::Url& page, std::string_view code) {
    return page.with_query("said", all_left_out).with_query("code", code);
}

std::string read_news(
    db::Snapshot& at,
    const lists::Reviewing& reviewing,
    PracticeId practice,
    const lists::Review& review,
    const http::Query& query
) {
    if (query.text("said") == all_left_out) {
        return words_of_all(review, query.text("code"));
    }
    const auto deed = deed_named(query.text("said"));
    if (!deed) {
        return {};
    }
    const auto row = reviewing.row(at, practice, review.list.id, read_position(query.text("row")));
    if (!row.ok()) {
        return {};
    }
    return words_of(*deed, row->state, line_at_first(review.files, row->file, row->line));
}

}

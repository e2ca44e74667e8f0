#include "edge/staff_web/row_news.hpp"

#include "domain/sentences/sentences.hpp"
#include "edge/staff_web/paging.hpp"
#include "edge/staff_web/words.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cohort::staff_web {
namespace {

using State = lists::RefusedRow::State;

constexpr std::array<std::pair<RowDeed, std::string_view>, 6> names = {{
    {RowDeed::corrected, "corrected"},
    {RowDeed::left_out, "left-out"},
    {RowDeed::left_out_for_another, "left-out-for-another"},
    {RowDeed::corrected_too_late, "corrected-too-late"},
    {RowDeed::left_out_too_late, "left-out-too-late"},
    {RowDeed::put_back, "put-back"},
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

constexpr std::string_view too_late =
    " before you pressed the button, by somebody else or in another tab.";

// What of the row was not used as it was typed, or was repaired.
std::string noticed_in_words(const std::vector<lists::Warning>& warnings) {
    std::string words;
    for (const lists::Warning& warning : warnings) {
        if (warning.kept.empty()) {
            words += " What you typed under " + warning.heading + " was not used.";
        }
        words += " " + title_of(warning.code);
    }
    return words;
}

std::string words_of_mended(
    RowDeed deed, const std::string& line, const std::vector<lists::Warning>& warnings
) {
    switch (deed) {
    case RowDeed::corrected:
        return line + " is on the list now." + noticed_in_words(warnings);
    case RowDeed::left_out:
    case RowDeed::left_out_for_another:
    case RowDeed::put_back:
        return line + " is on the list now.";
    case RowDeed::corrected_too_late:
        return line + " was put on the list" + std::string(too_late)
               + " What you typed was not used. If what is on the list is wrong, correct the row "
                 "in your file and replace the file.";
    case RowDeed::left_out_too_late:
        return line + " was put on the list" + std::string(too_late)
               + " It is not left out. If it should be, take the row out of your file and replace "
                 "the file.";
    }
    return {};
}

std::string words_of_left_out(RowDeed deed, const std::string& line) {
    switch (deed) {
    case RowDeed::corrected:
        return line
               + " says the same as another row of this patient now, and is left out. The other "
                 "row "
                 "is used.";
    case RowDeed::left_out:
    case RowDeed::left_out_too_late:
    case RowDeed::put_back: // and left out again since
        return line + " is left out.";
    case RowDeed::left_out_for_another:
        return line + " is left out, and the other row of this patient is on the list now.";
    case RowDeed::corrected_too_late:
        return line + " was left out" + std::string(too_late)
               + " What you typed was not used. If the row should be on the list, put it back, "
                 "which the list's page leads to, and correct it then.";
    }
    return {};
}

News news_of(
    RowDeed deed, State state, const std::string& line, const std::vector<lists::Warning>& warnings
) {
    const bool was_late = deed == RowDeed::corrected_too_late
                          || (deed == RowDeed::left_out_too_late && state == State::mended);
    const auto kind = was_late ? News::Kind::not_done : News::Kind::done;
    switch (state) {
    case State::refused:
        if (deed != RowDeed::put_back) {
            return {};
        }
        return {line + " is back among the refused rows. Correct it there, or leave it out again."};
    case State::mended:
        return {words_of_mended(deed, line, warnings), kind};
    case State::left_out:
        return {words_of_left_out(deed, line), kind};
    }
    return {};
}

std::string words_of_all(const lists::Review& review, std::string_view code) {
    const bool any_left =
        std::ranges::find(review.refused, code, &lists::CodeCount::code) != review.refused.end();
    if (domain::sentence_for(code) == nullptr) {
        return {};
    }
    return any_left ? "The rows with this fault are being left out. You can go on meanwhile."
                    : "The rows with this fault are left out: " + title_of(code);
}

}

html::Url with_news(const html::Url& page, RowDeed deed, std::int64_t row) {
    return page.with_query("said", text(deed)).with_query("row", std::to_string(row));
}

html::Url with_news(const html::Url& page, std::string_view code) {
    return page.with_query("said", all_left_out).with_query("code", code);
}

News read_news(
    db::Snapshot& at,
    const lists::Reviewing& reviewing,
    PracticeId practice,
    const lists::Review& review,
    const http::Query& query
) {
    if (query.text("said") == all_left_out) {
        return {words_of_all(review, query.text("code"))};
    }
    const auto deed = deed_named(query.text("said"));
    if (!deed) {
        return {};
    }
    const auto row = reviewing.row(at, practice, review.list.id, read_position(query.text("row")));
    if (!row.ok()) {
        return {};
    }
    const auto warnings = reviewing.warnings_of(at, practice, review.list.id, *row);
    if (!warnings.ok()) {
        return {};
    }
    return news_of(*deed, row->state, line_at_first(review.files, row->file, row->line), *warnings);
}

}

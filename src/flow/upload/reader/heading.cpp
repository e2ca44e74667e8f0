#include "flow/upload/reader/heading.hpp"

#include "domain/cell_text.hpp"
#include "domain/date_cell.hpp"
#include "domain/limits.hpp"
#include "domain/text_normal.hpp"
#include "flow/upload/reader/heading_names.hpp"

#include <algorithm>

namespace cohort::upload {

namespace {

constexpr std::size_t known_headings_min = 3;

std::size_t at(Column column) {
    return static_cast<std::size_t>(column);
}

using Places = std::vector<int>;

struct AllPlaces {
    std::array<Places, column_count> real;
    std::array<Places, column_count> stand_in;

    // Where it is, or where its stand-in is.
    const Places& of(Column column) const {
        return real[at(column)].empty() ? stand_in[at(column)] : real[at(column)];
    }
};

void use(Heading& heading, Column column, const Places& places) {
    if (places.empty()) {
        return;
    }
    heading.indexes[at(column)] = places.front();
    if (places.size() > 1) {
        heading.fault = ErrorCode{"duplicate_columns"};
        heading.fault_columns.push_back(name_of(column));
    }
}

void choose_columns(Heading& heading, const AllPlaces& places) {
    std::vector<std::string_view> missing;
    const bool in_two = !places.of(Column::given).empty() && !places.of(Column::family).empty();
    if (in_two) {
        use(heading, Column::given, places.of(Column::given));
        use(heading, Column::family, places.of(Column::family));
    } else if (!places.of(Column::full_name).empty()) {
        use(heading, Column::full_name, places.of(Column::full_name));
    } else {
        for (const Column column : {Column::given, Column::family}) {
            if (places.of(column).empty()) {
                missing.push_back(name_of(column));
            }
        }
    }
    for (const Column column :
         {Column::date_of_birth, Column::nhs_number, Column::mobile, Column::email}) {
        use(heading, column, places.of(column));
    }
    for (const Column column : {Column::date_of_birth, Column::nhs_number}) {
        if (!heading.has(column)) {
            missing.push_back(name_of(column));
        }
    }
    if (!heading.has(Column::mobile) && !heading.has(Column::email)) {
        missing.push_back("Mobile Telephone or E-mail Address");
    }
    if (!missing.empty()) {
        heading.fault = ErrorCode{"missing_columns"};
        heading.fault_columns = missing;
    }
}

bool is_pseudonymised(const RecordScanner& record) {
    const std::string first = plain_heading(record.cell(0));
    return first == "anonymisedidentifier" || first == "anonymizedidentifier";
}

std::optional<std::chrono::year_month_day> date_in(std::string_view text) {
    const domain::PlainCell plain{text};
    const auto shape = domain::date_shape(plain.view());
    if (!shape || shape->two_digit_year) {
        return std::nullopt;
    }
    const std::chrono::year_month_day date{
        std::chrono::year{shape->year},
        std::chrono::month{static_cast<unsigned>(shape->second)},
        std::chrono::day{static_cast<unsigned>(shape->first)}
    };
    return date.ok() ? std::optional{date} : std::nullopt;
}

// The cell itself, or any word of it: 'Last Run: 12/11/2026 at 09:31'.
std::optional<std::chrono::year_month_day> date_anywhere_in(std::string_view cell) {
    if (const auto whole = date_in(cell)) {
        return whole;
    }
    while (!cell.empty()) {
        const std::size_t end = std::min(cell.find(' '), cell.size());
        if (const auto word = date_in(cell.substr(0, end))) {
            return word;
        }
        cell.remove_prefix(std::min(end + 1, cell.size()));
    }
    return std::nullopt;
}

// An EMIS report says 'Last Run' in the first cell of one of its first lines, and when in the
// fourth.
std::optional<std::chrono::year_month_day> run_date(const RecordScanner& record) {
    if (!plain_heading(record.cell(0)).contains("lastrun")) {
        return std::nullopt;
    }
    if (const auto fourth = date_anywhere_in(record.cell(3))) {
        return fourth;
    }
    for (std::size_t slot = 0; slot < std::min<std::size_t>(record.slots(), 16); ++slot) {
        if (const auto date = date_anywhere_in(record.cell(slot))) {
            return date;
        }
    }
    return std::nullopt;
}

bool is_emis_band(const RecordScanner& record) {
    return domain::trim(record.cell(0)).starts_with("Patient Details");
}

}

std::optional<Heading> read_heading(const RecordScanner& record, const Preamble& preamble) {
    AllPlaces places;
    std::size_t known = 0;
    const std::size_t columns = std::min(record.filled_columns(), record.slots());
    for (std::size_t column = 0; column < columns; ++column) {
        if (const auto means = known_heading(record.cell(column))) {
            auto& list = means->stand_in ? places.stand_in : places.real;
            list[at(means->column)].push_back(static_cast<int>(column));
            ++known;
        }
    }
    const bool pseudonymised = is_pseudonymised(record);
    if (known < known_headings_min && !pseudonymised) {
        return std::nullopt;
    }
    Heading heading;
    heading.line = record.line();
    heading.indexes.fill(-1);
    heading.slots.fill(-1);
    for (std::size_t column = 0; column < columns; ++column) {
        heading.names.emplace_back(domain::trim(record.cell(column)));
    }
    heading.preamble = preamble.records > 0;
    heading.report_run = preamble.report_run;
    heading.source = source_of(heading.names, preamble);
    choose_columns(heading, places);
    if (pseudonymised) {
        heading.fault = ErrorCode{"pseudonymised"};
        heading.fault_columns.clear();
    }
    if (record.bad_quoting()) { // its cells may not stand above those of the rows
        heading.fault = ErrorCode{"no_header"};
        heading.fault_columns.clear();
    }
    return heading;
}

void keep_columns(RecordScanner& scanner, Heading& heading) {
    std::vector<std::int8_t> slots(heading.names.size(), std::int8_t{-1});
    std::int8_t used = 0;
    for (std::size_t column = 0; column < column_count; ++column) {
        if (heading.indexes[column] >= 0) {
            heading.slots[column] = used;
            slots[static_cast<std::size_t>(heading.indexes[column])] = used++;
        }
    }
    scanner.keep(std::move(slots), static_cast<std::size_t>(used));
}

HeadingSearch::HeadingSearch(std::optional<char> separator, std::uint64_t first_line) {
    const std::string_view all = ",;\t";
    const std::string_view separators = separator ? std::string_view{&*separator, 1} : all;
    for (const char each : separators) {
        candidates_.push_back({each, RecordScanner{each, first_line}, {}, {}, 0, false});
    }
}

HeadingSearch::State HeadingSearch::feed(std::string_view& text, bool ascii) {
    for (Candidate& candidate : candidates_) {
        std::string_view rest = text;
        while (!candidate.heading && !candidate.exhausted && candidate.scanner.next(rest, ascii)) {
            look_at_record(candidate);
        }
        candidate.text_left = rest.size();
    }
    if (decide() == State::found) {
        text.remove_prefix(text.size() - candidates_[chosen_].text_left);
    } else {
        text = {};
    }
    return state_;
}

HeadingSearch::State HeadingSearch::finish() {
    for (Candidate& candidate : candidates_) {
        if (!candidate.heading && !candidate.exhausted && candidate.scanner.finish()) {
            look_at_record(candidate);
        }
        candidate.text_left = 0;
    }
    if (decide() == State::searching) {
        state_ = State::not_found;
    }
    return state_;
}

void HeadingSearch::look_at_record(Candidate& candidate) {
    if (candidate.scanner.blank()) {
        return;
    }
    candidate.heading = read_heading(candidate.scanner, candidate.preamble);
    if (candidate.heading) {
        candidate.heading->separator = candidate.separator;
        keep_columns(candidate.scanner, *candidate.heading);
        return;
    }
    ++candidate.preamble.records;
    if (const auto date = run_date(candidate.scanner); date && !candidate.preamble.report_run) {
        candidate.preamble.report_run = date;
    }
    candidate.preamble.emis_band = candidate.preamble.emis_band || is_emis_band(candidate.scanner);
    candidate.exhausted = candidate.preamble.records >= domain::limits::list_heading_records_max;
}

// The heading that ends first counts; of two that end together, the one with more names.
HeadingSearch::State HeadingSearch::decide() {
    const Candidate* best = nullptr;
    bool all_exhausted = true;
    for (const Candidate& candidate : candidates_) {
        all_exhausted = all_exhausted && candidate.exhausted;
        if (!candidate.heading) {
            continue;
        }
        const bool better = best == nullptr || candidate.text_left > best->text_left
                            || (candidate.text_left == best->text_left
                                && candidate.heading->names.size() > best->heading->names.size());
        best = better ? &candidate : best;
    }
    if (best != nullptr) {
        chosen_ = static_cast<std::size_t>(best - candidates_.data());
        state_ = State::found;
    } else if (all_exhausted) {
        state_ = State::not_found;
    }
    return state_;
}

Heading HeadingSearch::heading() const {
    return *candidates_[chosen_].heading;
}

RecordScanner HeadingSearch::scanner() && {
    return std::move(candidates_[chosen_].scanner);
}

std::optional<std::uint64_t> HeadingSearch::unterminated_quote_line() const {
    for (const Candidate& candidate : candidates_) {
        if (const auto line = candidate.scanner.unterminated_quote_line()) {
            return line;
        }
    }
    return std::nullopt;
}

}

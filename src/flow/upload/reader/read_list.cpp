#include "flow/upload/reader/read_list.hpp"

#include "domain/text_normal.hpp"
#include "flow/upload/reader/magic.hpp"
#include "flow/upload/reader/swallowed.hpp"

#include <algorithm>

namespace cohort::upload {

namespace {

// 'sep=;' in quotes, with the separators that a spreadsheet may have added behind it.
constexpr std::size_t opening_bytes = 64;

ReadOptions within_bounds(ReadOptions options) {
    options.patients_max = std::min(options.patients_max, patients_most);
    return options;
}

struct SeparatorLine {
    char separator;
    std::size_t bytes; // with its line end
};

bool equals_without_case(char c, char lower_case) {
    return c == lower_case || (c >= 'A' && c <= 'Z' && c - 'A' + 'a' == lower_case);
}

// Excel's own first line: sep=; (and "sep=;" where the line was saved as a cell).
std::optional<SeparatorLine> separator_line(std::string_view opening) {
    std::size_t at = opening.starts_with('"') ? 1 : 0;
    const bool quoted = at == 1;
    for (const char wanted : std::string_view{"sep="}) {
        if (at >= opening.size() || !equals_without_case(opening[at], wanted)) {
            return std::nullopt;
        }
        ++at;
    }
    if (at >= opening.size()) {
        return std::nullopt;
    }
    const char separator = opening[at];
    if (!std::string_view{",;\t|:"}.contains(separator)) {
        return std::nullopt;
    }
    ++at;
    if (quoted && at < opening.size() && opening[at] == '"') {
        ++at;
    }
    at = std::min(opening.find_first_not_of(" \t,;|:", at), opening.size());
    if (at < opening.size() && opening[at] == '\r') {
        at += opening.substr(at).starts_with("\r\n") ? 2 : 1;
    } else if (at < opening.size() && opening[at] == '\n') {
        ++at;
    } else if (at < opening.size()) {
        return std::nullopt;
    }
    return SeparatorLine{separator, at};
}

bool is_blank_line(std::string_view line, char separator) {
    return std::ranges::all_of(line, [separator](char c) {
        return c == separator || c == '"' || c == ' ' || c == '\t';
    });
}

}

std::uint64_t bytes_max_of(const ReadOptions& options) {
    const std::uint64_t follows = std::max<std::uint64_t>(
        domain::limits::list_file_bytes_max,
        std::min(options.patients_max, patients_most) * domain::limits::list_row_bytes_min
    );
    return std::min(options.bytes_max.value_or(follows), bytes_most);
}

ListReader::ListReader(const ReadOptions& options)
    : options_(within_bounds(options)), bytes_max_(bytes_max_of(options_)),
      tally_(options_.patients_max, options_.today) {}

Outcome ListReader::feed(std::string_view bytes) {
    if (error_) {
        return *error_;
    }
    const std::uint64_t room = bytes_max_ - bytes_;
    const std::string_view allowed = bytes.substr(0, room);
    bytes_ += allowed.size();
    COHORT_CHECK(take(allowed));
    if (bytes.size() <= room) {
        return done();
    }
    if (stage_ == Stage::head) {
        COHORT_CHECK(begin());
    }
    return refuse({"too_large", std::nullopt, bytes_max_}, ErrorKind::too_large);
}

Outcome ListReader::take(std::string_view bytes) {
    if (stage_ != Stage::head) {
        return decode(bytes);
    }
    const std::string_view more = bytes.substr(0, head_bytes - head_.size());
    head_ += more;
    bytes.remove_prefix(more.size());
    if (head_.size() < head_bytes) {
        return done();
    }
    COHORT_CHECK(begin());
    return decode(bytes);
}

Outcome ListReader::begin() {
    stage_ = Stage::opening;
    if (const auto format = other_format(head_)) {
        return refuse({*format}, ErrorKind::invalid);
    }
    const std::size_t mark = decoder_.begin(head_);
    return decode(std::string_view{head_}.substr(mark));
}

Outcome ListReader::decode(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto slice = decoder_.next(bytes);
        if (!slice) {
            return refuse({slice.error().code}, ErrorKind::invalid);
        }
        on_text(slice->text, slice->ascii);
    }
    return done();
}

void ListReader::on_text(std::string_view text, bool ascii) {
    if (text.empty()) {
        return;
    }
    has_text_ = has_text_ || !domain::trim(text).empty();
    switch (stage_) {
    case Stage::head:
    case Stage::done:
        return;
    case Stage::opening: {
        const std::string_view more = text.substr(0, opening_bytes - opening_.size());
        opening_ += more;
        text.remove_prefix(more.size());
        if (opening_.size() == opening_bytes) {
            end_opening();
            search_heading(text, ascii);
        }
        return;
    }
    case Stage::heading:
        search_heading(text, ascii);
        return;
    case Stage::rows:
        read_rows(text, ascii);
        return;
    }
}

void ListReader::end_opening() {
    stage_ = Stage::heading;
    std::string_view text = opening_;
    const auto line = separator_line(text);
    if (line) {
        text.remove_prefix(line->bytes);
        search_.emplace(line->separator, 2);
    } else {
        search_.emplace(std::nullopt, 1);
    }
    search_heading(text, false);
}

void ListReader::search_heading(std::string_view text, bool ascii) {
    if (stage_ == Stage::rows) {
        read_rows(text, ascii);
        return;
    }
    if (stage_ != Stage::heading) {
        return;
    }
    const auto state = search_->feed(text, ascii);
    if (state == HeadingSearch::State::found) {
        begin_rows();
        read_rows(text, ascii);
    } else if (state == HeadingSearch::State::not_found) {
        stage_ = Stage::done;
    }
}

void ListReader::begin_rows() {
    heading_ = search_->heading();
    scanner_ = std::move(*search_).scanner();
    search_.reset();
    stage_ = heading_->fault ? Stage::done : Stage::rows;
    judge_.emplace(*heading_, options_.today, options_.international);
}

void ListReader::read_rows(std::string_view text, bool ascii) {
    if (stage_ != Stage::rows) {
        return;
    }
    while (scanner_->next(text, ascii)) {
        add_row();
    }
}

void ListReader::add_row() {
    if (scanner_->blank()) {
        return;
    }
    if (scanner_->goes_over_lines() && holds_rows(*scanner_, *heading_)) {
        refuse_lines();
        return;
    }
    tally_.add(scanner_->line(), judge_->judge(*scanner_, dates_, tally_.seen()));
}

// Where one of its rows ends and the next begins would be a guess: so none of them is read, and
// each has a line to be told by.
void ListReader::refuse_lines() {
    if (!scanner_->later_lines_are_whole()) {
        scanner_->give_up_file();
        return;
    }
    std::uint64_t line = scanner_->line();
    tally_.add(line, judge_->refuse("row.bad_quoting"));
    std::string_view rest = scanner_->later_lines();
    while (!rest.empty()) {
        ++line;
        const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
        if (!is_blank_line(rest.substr(0, end), heading_->separator)) {
            tally_.add(line, judge_->refuse("row.bad_quoting"));
        }
        rest.remove_prefix(std::min(end + (rest.substr(end, 2) == "\r\n" ? 2 : 1), rest.size()));
    }
}

Error ListReader::refuse(FileRefusal refusal, ErrorKind kind) {
    error_ = Error{kind, refusal.code};
    refusal_ = std::move(refusal);
    return *error_;
}

ListReading ListReader::finish() {
    if (!error_) {
        if (stage_ == Stage::head) {
            static_cast<void>(begin()); // its error is kept in error_
        }
        while (!error_) {
            const auto slice = decoder_.finish();
            if (!slice) {
                static_cast<void>(refuse({slice.error().code}, ErrorKind::invalid));
            } else if (slice->text.empty()) {
                break;
            } else {
                on_text(slice->text, slice->ascii);
            }
        }
    }
    if (!error_) {
        end_text();
        judge_whole();
    }
    warn_about_file();
    ListFacts facts;
    facts.bytes = bytes_;
    facts.encoding = decoder_.encoding();
    if (heading_) {
        facts.separator = heading_->separator;
        facts.source = heading_->source;
        facts.heading_line = heading_->line;
        facts.headings = heading_->names;
        facts.report_run = heading_->report_run;
    }
    return tally_.finish(
        std::move(facts), heading_ ? &*heading_ : nullptr, dates_, std::move(refusal_)
    );
}

void ListReader::end_text() {
    if (stage_ == Stage::opening) {
        end_opening();
    }
    if (stage_ == Stage::heading && search_->finish() == HeadingSearch::State::found) {
        begin_rows();
    }
    if (stage_ == Stage::rows) {
        read_rows({}, true);
        if (scanner_->finish()) {
            add_row();
        }
    }
}

// What can only be said at the end, the most telling first.
void ListReader::judge_whole() {
    if (!has_text_) {
        refusal_ = {"empty_file"};
    } else if (!heading_) {
        const auto line = search_->unterminated_quote_line();
        refusal_ = line ? FileRefusal{"unterminated_quote", line} : FileRefusal{"no_header"};
    } else if (heading_->fault) {
        refuse_heading(*heading_);
    } else if (const auto line = scanner_->unterminated_quote_line()) {
        refusal_ = {"unterminated_quote", line};
    } else if (tally_.too_many()) {
        const bool by_patients = tally_.patients() > options_.patients_max;
        refusal_ = {
            "too_many_rows",
            std::nullopt,
            by_patients ? options_.patients_max
                        : options_.patients_max * domain::limits::list_records_per_patient_max,
            by_patients ? tally_.patients() : tally_.records(),
            by_patients ? FileRefusal::Counted::patients : FileRefusal::Counted::records
        };
    } else if (tally_.records() == 0) {
        refusal_ = {"no_rows"};
    } else if (dates_.is_month_first()) {
        refusal_ = {"dates.month_first"};
    }
}

void ListReader::refuse_heading(const Heading& heading) {
    refusal_ = {
        .code = *heading.fault, .columns = heading.fault_columns, .headings = heading.names
    };
    if (refusal_->code == ErrorCode{"no_header"}) {
        refusal_->line = heading.line;
    }
}

void ListReader::warn_about_file() {
    if (decoder_.encoding() == Encoding::windows_1252 && !error_) {
        tally_.warn("encoding.windows_1252");
    }
    if (!heading_ || heading_->fault) {
        return;
    }
    if (heading_->preamble) {
        tally_.warn("preamble.skipped");
    }
    if (!heading_->has(Column::mobile)) {
        tally_.warn("column.no_mobile");
    }
    if (!heading_->has(Column::email)) {
        tally_.warn("column.no_email");
    }
    if (!refusal_ && dates_.order_is_assumed()) {
        tally_.warn("dates.order_assumed");
    }
}

ListReading read_list(std::string_view bytes, const ReadOptions& options) {
    ListReader reader{options};
    // A refusal by feed is in the reading too.
    static_cast<void>(reader.feed(bytes));
    return reader.finish();
}

}

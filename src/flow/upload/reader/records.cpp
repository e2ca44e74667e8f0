#include "flow/upload/reader/records.hpp"

#include "domain/limits.hpp"
#include "domain/text_normal.hpp"
#include "flow/upload/reader/bytes.hpp"

#include <algorithm>
#include <utility>

namespace cohort::upload {

namespace {

constexpr std::size_t characters_max = domain::limits::list_cell_characters_max;
constexpr std::size_t row_cell_bytes_max = 4 * characters_max;
// Excel's own limit; a heading beyond it is not looked for.
constexpr std::size_t heading_columns_max = 16'384;
// What may be kept for reading again, and how much may be read again beside the text itself. Real
// files need a few lines; only a file made to cost quadratic time comes near, and that one is
// refused.
constexpr std::size_t again_bytes_max = std::size_t{16} * 1024 * 1024;
constexpr std::uint64_t replay_allowance = std::uint64_t{1024} * 1024;

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool is_line_end(char c) {
    return c == '\n' || c == '\r';
}

bool shows(std::string_view run) {
    const char first = run.front();
    return (first > ' ' && first < 0x7F) || !domain::trim(run).empty();
}

}

void RecordScanner::keep(std::vector<std::int8_t> slots, std::size_t slot_count) {
    slots_ = std::move(slots);
    slot_count_ = slot_count;
}

bool RecordScanner::next(std::string_view& text, bool ascii) {
    while (!fatal_line_) {
        if (replay_at_ < replay_.size()) {
            std::string_view again = std::string_view{replay_}.substr(replay_at_);
            const Scan scan_result = scan(again, false);
            replay_at_ = replay_.size() - again.size();
            if (scan_result == Scan::fault) {
                return give_up_first_line();
            }
            if (scan_result == Scan::complete) {
                return true;
            }
            continue;
        }
        const std::size_t before = text.size();
        const Scan scan_result = scan(text, ascii);
        live_bytes_ += before - text.size();
        if (scan_result == Scan::fault) {
            return give_up_first_line();
        }
        return scan_result == Scan::complete;
    }
    text = {};
    return false;
}

bool RecordScanner::finish() {
    if (state_ == State::quoted) {
        fatal_line_ = quote_line_;
    }
    if (fatal_line_ || state_ == State::between_records) {
        return false;
    }
    end_cell();
    state_ = State::between_records;
    return true;
}

// The record at hand becomes its first line alone, and what followed is read again.
bool RecordScanner::give_up_first_line() {
    std::string again = std::move(since_first_line_);
    again.append(replay_, replay_at_);
    replayed_bytes_ += again.size();
    if (kept_too_much_ || replayed_bytes_ > replay_allowance + 2 * live_bytes_) {
        fatal_line_ = quote_line_;
        return false;
    }
    suspicious_up_to_line_ = std::max(suspicious_up_to_line_, line_);
    replay_ = std::move(again);
    replay_at_ = 0;
    since_first_line_.clear();
    over_lines_ = false;
    bad_quoting_ = true;
    line_ = record_line_ + 1;
    skip_line_feed_ = false;
    state_ = State::between_records;
    return true;
}

RecordScanner::Scan RecordScanner::scan(std::string_view& text, bool ascii) {
    again_from_ = text.data();
    const Scan result = scan_states(text, ascii);
    if (over_lines_ && !kept_too_much_) {
        const auto length = static_cast<std::size_t>(text.data() - again_from_);
        const std::size_t room = again_bytes_max - since_first_line_.size();
        kept_too_much_ = length > room;
        since_first_line_.append(again_from_, std::min(length, room));
    }
    return result;
}

RecordScanner::Scan RecordScanner::scan_states(std::string_view& text, bool ascii) {
    while (!text.empty()) {
        switch (state_) {
        case State::between_records:
            if (std::exchange(skip_line_feed_, false) && text.front() == '\n') {
                text.remove_prefix(1);
                break;
            }
            begin_record();
            break;
        case State::cell_start:
            if (scan_cell_start(text) == Scan::complete) {
                return Scan::complete;
            }
            break;
        case State::unquoted:
        case State::after_fault:
            if (scan_plain(text, ascii) == Scan::complete) {
                return Scan::complete;
            }
            break;
        case State::quoted:
            scan_quoted(text, ascii);
            break;
        case State::quote_seen:
            if (text.front() == '"') {
                state_ = State::quoted;
                append(text.substr(0, 1), true);
                text.remove_prefix(1);
                break;
            }
            state_ = State::after_quote;
            break;
        case State::after_quote:
            if (is_blank(text.front())) {
                text.remove_prefix(1);
            } else if (text.front() == separator_ || is_line_end(text.front())) {
                if (end_with(text) == Scan::complete) {
                    return Scan::complete;
                }
            } else if (over_lines_) {
                return Scan::fault;
            } else {
                bad_quoting_ = true;
                state_ = State::after_fault;
            }
            break;
        }
    }
    return Scan::out_of_text;
}

RecordScanner::Scan RecordScanner::scan_cell_start(std::string_view& text) {
    const char c = text.front();
    if (c == separator_ || is_line_end(c)) {
        return end_with(text);
    }
    if (is_blank(c)) {
        append(text.substr(0, 1), true);
        text.remove_prefix(1);
    } else if (c == '"') {
        content_.resize(cell_begin_);
        cell_characters_ = 0;
        quote_line_ = line_;
        state_ = State::quoted;
        text.remove_prefix(1);
    } else {
        state_ = State::unquoted;
    }
    return Scan::out_of_text;
}

RecordScanner::Scan RecordScanner::scan_plain(std::string_view& text, bool ascii) {
    const std::size_t length = find_any(text, 0, separator_, '\r', '\n');
    if (length > 0) {
        const std::string_view run = text.substr(0, length);
        append(run, ascii);
        if (line_ <= suspicious_up_to_line_ && run.contains('"')) {
            bad_quoting_ = true;
        }
        text.remove_prefix(length);
    }
    return text.empty() ? Scan::out_of_text : end_with(text);
}

void RecordScanner::scan_quoted(std::string_view& text, bool ascii) {
    if (std::exchange(skip_line_feed_, false) && text.front() == '\n') {
        append(text.substr(0, 1), true);
        text.remove_prefix(1);
        if (since_first_line_.empty() && again_from_ + 1 == text.data()) {
            again_from_ = text.data(); // it belongs to the first line's end
        }
        return;
    }
    const std::size_t length = find_any(text, 0, '"', '\r', '\n');
    if (length > 0) {
        append(text.substr(0, length), ascii);
        text.remove_prefix(length);
    }
    if (text.empty()) {
        return;
    }
    const char c = text.front();
    if (c == '"') {
        state_ = State::quote_seen;
        text.remove_prefix(1);
        return;
    }
    if (!over_lines_) {
        open_column_ = column_;
        open_cell_.assign(content_, cell_begin_);
        again_from_ = text.data() + 1;
        over_lines_ = true;
    }
    append(text.substr(0, 1), true);
    text.remove_prefix(1);
    ++line_;
    skip_line_feed_ = c == '\r';
}

bool RecordScanner::is_blank(char c) const {
    return (c == ' ' || c == '\t') && c != separator_;
}

// Requires: text begins with a separator or a line end.
RecordScanner::Scan RecordScanner::end_with(std::string_view& text) {
    const char c = text.front();
    text.remove_prefix(1);
    end_cell();
    if (c == separator_) {
        begin_cell();
        return Scan::out_of_text;
    }
    ++line_;
    skip_line_feed_ = c == '\r';
    state_ = State::between_records;
    return Scan::complete;
}

void RecordScanner::begin_record() {
    record_line_ = line_;
    content_.clear();
    if (slots_) {
        cells_.assign(slot_count_, Span{0, 0});
    } else {
        cells_.clear();
    }
    column_ = 0;
    filled_columns_ = 0;
    bad_quoting_ = false;
    cell_too_long_ = false;
    over_lines_ = false;
    kept_too_much_ = false;
    since_first_line_.clear();
    begin_cell();
}

void RecordScanner::begin_cell() {
    state_ = State::cell_start;
    cell_begin_ = content_.size();
    cell_characters_ = 0;
    cell_filled_ = false;
    if (slots_) {
        slot_ = column_ < slots_->size() ? (*slots_)[column_] : -1;
        cell_limit_ = row_cell_bytes_max;
    } else {
        slot_ = column_ < heading_columns_max ? static_cast<int>(column_) : -1;
        cell_limit_ = heading_cell_bytes_max;
    }
}

void RecordScanner::append(std::string_view run, bool ascii) {
    cell_characters_ += ascii ? run.size() : count_characters(run);
    cell_filled_ = cell_filled_ || shows(run);
    const std::size_t stored = content_.size() - cell_begin_;
    // Of a column that is not read, what open_cell may have to tell.
    const bool kept = slot_ >= 0 || (state_ == State::quoted && !over_lines_);
    if (kept && stored < cell_limit_) {
        content_ += run.substr(0, cell_limit_ - stored);
    }
}

void RecordScanner::end_cell() {
    if (cell_characters_ > characters_max) {
        cell_too_long_ = true;
    }
    if (slot_ >= 0) {
        const Span span{
            static_cast<std::uint32_t>(cell_begin_),
            static_cast<std::uint32_t>(content_.size() - cell_begin_)
        };
        if (slots_) {
            cells_[static_cast<std::size_t>(slot_)] = span;
        } else {
            cells_.push_back(span);
        }
    } else {
        content_.resize(cell_begin_);
    }
    ++column_;
    if (cell_filled_) {
        filled_columns_ = column_;
    }
}

}

#pragma once
// UTF-8 text in slices → records of cells (RFC 4180, with the liberties of the patient-list
// contract). A record's line is the physical line on which it starts; CRLF, LF and a lone CR each
// end a line, inside quotes too. No cell is allocated: what is kept of a record lies in one buffer
// that the next record uses again.
//
// Text after a closing quote makes a record `bad_quoting`. Where its quotes had run over line ends,
// a quote was most likely opened by mistake and has swallowed the rows below it; so only the first
// line is given up, and reading begins again on the next line. There, until the line of the fault,
// a quote inside an unquoted cell is a fault as well, so that half of a cell never passes for a
// row.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::upload {

// Of a cell, while the heading is looked for. No name of a column is that long.
inline constexpr std::size_t heading_cell_bytes_max = 256;

class RecordScanner {
public:
    explicit RecordScanner(char separator) : separator_(separator) {}

    RecordScanner(char separator, std::uint64_t first_line)
        : separator_(separator), line_(first_line), record_line_(first_line) {}

    // From the next record on, keep these columns only: slots[column] is where cell() finds it, -1
    // is not kept. Until then every column is kept, the beginning of each, for the heading to be
    // found in.
    void keep(std::vector<std::int8_t> slots, std::size_t slot_count);

    // Takes text until a record is complete; false when it has run out first. `ascii` may be false
    // for any text. Requires: the text ends with a whole character.
    bool next(std::string_view& text, bool ascii);

    // The end of the file. True when that completed a last record.
    bool finish();

    // The line on which a quote was opened that never closes: the file must be refused. Known after
    // finish, or when so much had to be read again that going on would take more than linear time.
    std::optional<std::uint64_t> unterminated_quote_line() const { return fatal_line_; }

    // The record at hand, until the next call of next().
    std::uint64_t line() const { return record_line_; }

    bool bad_quoting() const { return bad_quoting_; }

    bool cell_too_long() const { return cell_too_long_; }

    // A quoted cell of it goes over a line end. The next four are only of such a record.
    bool goes_over_lines() const { return over_lines_; }

    // The cell that its first line ends in: which column, and what of it stands on that line. Empty
    // before keep.
    std::size_t open_column() const { return open_column_; }

    std::string_view open_cell() const { return open_cell_; }

    // Its other lines, as they are in the text; of them what could be kept.
    std::string_view later_lines() const { return since_first_line_; }

    bool later_lines_are_whole() const { return !kept_too_much_; }

    // Every line of the record at hand is suspect, and they are too many to name: the file has to
    // be refused, as if its quote had never closed.
    void give_up_file() { fatal_line_ = record_line_; }

    bool blank() const { return filled_columns_ == 0 && !bad_quoting_; }

    std::size_t columns() const { return column_; }

    std::size_t filled_columns() const {
        return filled_columns_;
    } // up to the last that is not blank

    std::size_t slots() const { return cells_.size(); }

    // As it was written, without its quotes. Empty where the record ended before it.
    std::string_view cell(std::size_t slot) const {
        return slot < cells_.size()
                   ? std::string_view{content_}.substr(cells_[slot].begin, cells_[slot].length)
                   : std::string_view{};
    }

private:
    enum class State {
        between_records,
        cell_start, // blanks only, so far
        unquoted,
        quoted,
        quote_seen, // in a quoted cell: the closing quote, or the first of two
        after_quote,
        after_fault, // text after a closing quote, up to the next separator
    };

    struct Span {
        std::uint32_t begin;
        std::uint32_t length;
    };

    enum class Scan { out_of_text, complete, fault };

    Scan scan(std::string_view& text, bool ascii);
    Scan scan_states(std::string_view& text, bool ascii);
    Scan scan_cell_start(std::string_view& text);
    Scan scan_plain(std::string_view& text, bool ascii);
    void scan_quoted(std::string_view& text, bool ascii);
    Scan end_with(std::string_view& text);
    bool give_up_first_line();
    bool is_blank(char c) const;
    void begin_record();
    void begin_cell();
    void append(std::string_view run, bool ascii);
    void end_cell();

    char separator_;
    std::optional<std::vector<std::int8_t>> slots_;
    std::size_t slot_count_ = 0;

    State state_ = State::between_records;
    bool skip_line_feed_ = false; // the other half of a CRLF
    std::uint64_t line_ = 1;
    std::uint64_t record_line_ = 1;
    std::uint64_t quote_line_ = 0;
    std::optional<std::uint64_t> fatal_line_;

    std::string content_;
    std::vector<Span> cells_;
    std::size_t column_ = 0; // columns ended so far
    std::size_t filled_columns_ = 0;
    bool bad_quoting_ = false;
    bool cell_too_long_ = false;

    int slot_ = -1;
    std::size_t cell_begin_ = 0;
    std::size_t cell_limit_ = 0;
    std::size_t cell_characters_ = 0;
    bool cell_filled_ = false;

    // For reading again.
    const char* again_from_ = nullptr; // within the text of one scan
    std::string since_first_line_;     // of the record at hand, from the end of its first line
    bool over_lines_ = false;          // the record at hand goes over a line end
    bool kept_too_much_ = false;       // since_first_line_ is full, and was cut short
    std::size_t open_column_ = 0;
    std::string open_cell_;
    std::string replay_;
    std::size_t replay_at_ = 0;
    std::uint64_t suspicious_up_to_line_ = 0;
    std::uint64_t live_bytes_ = 0;
    std::uint64_t replayed_bytes_ = 0;
};

}

#include "flow/upload/reader/swallowed.hpp"

#include "domain/date_of_birth.hpp"
#include "domain/nhs_number.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>
#include <optional>
#include <string_view>

namespace cohort::upload {

namespace {

constexpr std::size_t name_separators_max = 2; // 'Family, Given, Jr'
constexpr std::size_t telling_bytes_max = 64;  // of a cell that says who somebody is

std::string_view cell_of(const RecordScanner& record, const Heading& heading, Column column) {
    const int slot = heading.slots[static_cast<std::size_t>(column)];
    return slot < 0 ? std::string_view{} : record.cell(static_cast<std::size_t>(slot));
}

bool is_date(std::string_view piece) {
    return piece.size() <= telling_bytes_max && domain::read_date(piece).ok();
}

// Whoever it is, and whether or not somebody mistyped it.
bool is_ten_digits(std::string_view piece) {
    if (piece.size() > telling_bytes_max) {
        return false;
    }
    const auto number = domain::NhsNumber::parse(piece);
    return number.ok() || number.error().code == ErrorCode{"nhs_number.check_digit"}
           || number.error().code == ErrorCode{"nhs_number.placeholder"};
}

bool has_letter(std::string_view piece) {
    return std::ranges::any_of(piece, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
}

// Where a piece of a line stands: in a cell that goes over a line end, or in one of its own.
enum class Place { inside_cell, by_itself };

// The record's lines, one piece between separators after another.
class Lines {
public:
    Lines(const RecordScanner& record, const Heading& heading)
        : birth_(static_cast<std::size_t>(
              heading.indexes[static_cast<std::size_t>(Column::date_of_birth)]
          )),
          number_(static_cast<std::size_t>(
              heading.indexes[static_cast<std::size_t>(Column::nhs_number)]
          )) {
        auto own = domain::NhsNumber::parse(cell_of(record, heading, Column::nhs_number));
        if (own) {
            own_ = std::move(*own);
        }
    }

    void begin_line(std::size_t column) {
        column_ = column;
        line_ = {};
    }

    void add(std::string_view piece, Place place) {
        const bool inside = place == Place::inside_cell;
        if (column_ == birth_ && is_date(piece)) {
            line_.has_birth = true;
            line_.birth_inside = inside;
        }
        if (column_ == number_) {
            line_.number_inside = inside && is_ten_digits(piece);
            line_.number_is_words = has_letter(piece);
            line_.number_is_another = is_another_number(piece);
        }
        line_.names_another = line_.names_another || (inside && is_another_number(piece));
        ++line_.pieces;
        ++column_;
    }

    void end_line() {
        const bool long_enough = column_ > std::max(birth_, number_);
        const bool is_inside =
            line_.number_inside || (line_.birth_inside && !line_.number_is_words);
        found_ = found_ || (is_inside && long_enough) || (line_.names_another && line_.pieces > 1)
                 || (line_.has_birth && line_.number_is_another);
    }

    bool found() const { return found_; }

private:
    bool is_another_number(std::string_view piece) const {
        if (piece.size() < 10 || piece.size() > telling_bytes_max) {
            return false;
        }
        const auto number = domain::NhsNumber::parse(piece);
        return number.ok() && (!own_ || *number != *own_);
    }

    struct Line {
        std::size_t pieces = 0;
        bool has_birth = false;
        bool birth_inside = false;
        bool number_inside = false; // right or mistyped
        bool number_is_words = false;
        bool number_is_another = false;
        bool names_another = false; // inside, at any place
    };

    std::size_t birth_;
    std::size_t number_;
    std::optional<domain::NhsNumber> own_;
    std::size_t column_ = 0;
    Line line_;
    bool found_ = false;
};

void read_first_line(const RecordScanner& record, char separator, Lines& lines) {
    lines.begin_line(record.open_column());
    std::string_view rest = record.open_cell();
    for (std::size_t end = rest.find(separator); end != rest.npos; end = rest.find(separator)) {
        lines.add(rest.substr(0, end), Place::inside_cell);
        rest.remove_prefix(end + 1);
    }
    lines.add(rest, Place::inside_cell);
    lines.end_line();
}

// Where the quoted cell that begins at `at` is closed on its own line; npos where it goes over it.
std::size_t closed_on_line(std::string_view text, std::size_t at) {
    for (;; at += 2) {
        at = text.find_first_of("\"\r\n", at);
        if (at == text.npos || text[at] != '"') {
            return text.npos;
        }
        if (text.substr(at, 2) != "\"\"") {
            return at;
        }
    }
}

// As they are in the file: a quote within a cell is still doubled, which matters to no number.
class LaterLines {
public:
    LaterLines(std::string_view text, char separator, Lines& lines)
        : text_(text), separator_(separator), lines_(lines) {}

    void read() {
        lines_.begin_line(0);
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == separator_) {
                end_piece();
            } else if (c == '\r' || c == '\n') {
                end_line();
            } else if (c == '"') {
                pass_quote();
            } else {
                blank_ = blank_ && (c == ' ' || c == '\t');
            }
            ++at_;
        }
        end_line();
    }

private:
    void pass_quote() {
        if (open_) {
            open_ = text_.substr(at_, 2) == "\"\"";
            at_ += open_ ? 1 : 0;
            return;
        }
        if (!blank_) {
            return;
        }
        blank_ = false;
        begin_ = at_ + 1;
        const std::size_t closing = closed_on_line(text_, begin_);
        open_ = closing == text_.npos;
        place_ = open_ ? Place::inside_cell : Place::by_itself;
        at_ = open_ ? at_ : closing;
    }

    void end_piece() {
        std::string_view piece = domain::trim(text_.substr(begin_, at_ - begin_));
        piece.remove_suffix(piece.ends_with('"') ? 1 : 0); // the one that closed it
        lines_.add(piece, place_);
        place_ = open_ ? Place::inside_cell : Place::by_itself;
        blank_ = !open_;
        begin_ = at_ + 1;
    }

    void end_line() {
        end_piece();
        lines_.end_line();
        lines_.begin_line(0);
        at_ += text_.substr(at_, 2) == "\r\n" ? 1 : 0;
        begin_ = at_ + 1;
    }

    std::string_view text_;
    char separator_;
    Lines& lines_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0; // of the piece at hand
    bool open_ = true;      // in a cell that goes over a line end, as the first line left it
    bool blank_ = false;    // the piece, so far
    Place place_ = Place::inside_cell;
};

bool is_no_name(std::string_view cell, char separator) {
    return cell.find_first_of("\r\n") != cell.npos
           && static_cast<std::size_t>(std::ranges::count(cell, separator)) > name_separators_max;
}

}

bool holds_rows(const RecordScanner& record, const Heading& heading) {
    for (const Column column : {Column::given, Column::family, Column::full_name}) {
        if (is_no_name(cell_of(record, heading, column), heading.separator)) {
            return true;
        }
    }
    Lines lines{record, heading};
    read_first_line(record, heading.separator, lines);
    LaterLines{record.later_lines(), heading.separator, lines}.read();
    return lines.found();
}

}

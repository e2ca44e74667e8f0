#include "tests/support/plain_list.hpp"

#include "domain/csv_cell.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cohort::test {

namespace {

using upload::Column;
using upload::column_count;
using upload::ListReading;

// How many bytes the line end at `at` has; 0 for anything else.
std::size_t line_end(std::string_view text, std::size_t at) {
    if (text.substr(at, 2) == "\r\n") {
        return 2;
    }
    return at < text.size() && (text[at] == '\r' || text[at] == '\n') ? 1 : 0;
}

enum class Ends { well, in_fault, never };

// One record after another; `at` and `line` stand at the next.
class PlainReader {
public:
    PlainReader(std::string_view text, char separator, std::size_t at, std::uint64_t line)
        : text_(text), separator_(separator), at_(at), line_(line) {}

    PlainRecords read() {
        PlainRecords records;
        while (at_ < text_.size()) {
            const std::size_t start = at_;
            record_ = {.line = line_};
            const Ends ends = read_record();
            if (ends == Ends::never) {
                records.open_quote_line = quote_line_;
                break;
            }
            if (ends == Ends::in_fault) {
                give_up_first_line(start);
            }
            record_.text = text_.substr(start, at_ - start);
            records.all.push_back(std::move(record_));
        }
        return records;
    }

private:
    Ends read_record() {
        for (;;) {
            record_.cells.emplace_back();
            const Ends cell_ends = read_cell();
            if (cell_ends != Ends::well) {
                return cell_ends;
            }
            if (at_ == text_.size()) {
                return Ends::well;
            }
            if (const std::size_t end = line_end(text_, at_)) {
                at_ += end;
                ++line_;
                return Ends::well;
            }
            ++at_; // a separator
        }
    }

    // Up to what ends the cell.
    Ends read_cell() {
        std::string& cell = record_.cells.back();
        while (is_blank_here()) {
            cell += text_[at_++];
        }
        if (at_ < text_.size() && text_[at_] == '"') {
            cell.clear();
            quote_line_ = line_;
            ++at_;
            return read_quoted(cell);
        }
        const std::size_t start = at_;
        skip_to_end_of_cell();
        cell += text_.substr(start, at_ - start);
        return Ends::well;
    }

    Ends read_quoted(std::string& cell) {
        for (;;) {
            if (at_ == text_.size()) {
                return Ends::never;
            }
            if (text_.substr(at_, 2) == "\"\"") {
                cell += '"';
                at_ += 2;
            } else if (text_[at_] == '"') {
                ++at_;
                return read_after_quote();
            } else if (const std::size_t end = line_end(text_, at_)) {
                cell += text_.substr(at_, end);
                at_ += end;
                ++line_;
            } else {
                cell += text_[at_++];
            }
        }
    }

    Ends read_after_quote() {
        while (is_blank_here()) {
            ++at_;
        }
        if (is_end_of_cell_here()) {
            return Ends::well;
        }
        if (line_ > record_.line) {
            return Ends::in_fault;
        }
        record_.bad_quoting = true;
        skip_to_end_of_cell();
        return Ends::well;
    }

    // A quote opened by mistake has swallowed rows: they are read again, and up to here a quote
    // within a bare cell is half of something.
    void give_up_first_line(std::size_t start) {
        suspicious_up_to_ = std::max(suspicious_up_to_, line_);
        at_ = text_.find_first_of("\r\n", start);
        at_ += line_end(text_, at_);
        line_ = record_.line + 1;
        record_.bad_quoting = true;
    }

    void skip_to_end_of_cell() {
        const std::size_t start = at_;
        while (!is_end_of_cell_here()) {
            ++at_;
        }
        const bool has_quote = text_.substr(start, at_ - start).contains('"');
        record_.bad_quoting = record_.bad_quoting || (has_quote && line_ <= suspicious_up_to_);
    }

    bool is_blank_here() const {
        return at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\t')
               && text_[at_] != separator_;
    }

    bool is_end_of_cell_here() const {
        return at_ == text_.size() || text_[at_] == separator_ || line_end(text_, at_) > 0;
    }

    std::string_view text_;
    char separator_;
    std::size_t at_;
    std::uint64_t line_;
    PlainRecord record_ = {};
    std::uint64_t quote_line_ = 0;
    std::uint64_t suspicious_up_to_ = 0;
};

// Where what follows an Excel 'sep=' line begins; 0 where there is none.
std::size_t after_separator_line(std::string_view text) {
    const std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    std::string plain;
    for (const char c : text.substr(0, end)) {
        plain +=
            c == '"' ? "" : std::string(1, c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c);
    }
    const bool said = plain.size() >= 5 && plain.starts_with("sep=") && end < 60
                      && plain.find_first_not_of(" \t,;|:", 4) == std::string::npos;
    return said ? end + line_end(text, end) : 0;
}

std::optional<std::string> from_utf_16(std::string_view bytes, bool little_end_first) {
    std::string text;
    if (bytes.size() % 2 != 0) {
        return std::nullopt;
    }
    char32_t high = 0;
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        const auto first = static_cast<unsigned char>(bytes[at]);
        const auto second = static_cast<unsigned char>(bytes[at + 1]);
        const char32_t unit = little_end_first ? first + second * 256U : first * 256U + second;
        const bool is_low = unit >= 0xDC00 && unit < 0xE000;
        if (is_low != (high != 0)) {
            return std::nullopt;
        }
        if (is_low) {
            domain::append_utf8(text, 0x10000 + (high - 0xD800) * 1024 + (unit - 0xDC00));
            high = 0;
        } else if (unit >= 0xD800 && unit < 0xDC00) {
            high = unit;
        } else {
            domain::append_utf8(text, unit);
        }
    }
    return high == 0 ? std::optional{text} : std::nullopt;
}

// By the Unicode consortium's table. A piece that is UTF-8 makes a file neither.
std::optional<std::string> from_windows_1252(std::string_view bytes) {
    constexpr std::array<std::string_view, 32> high = {"€", "",  "‚", "ƒ", "„", "…", "†", "‡",
                                                       "ˆ", "‰", "Š", "‹", "Œ", "",  "Ž", "",
                                                       "",  "‘", "’", "“", "”", "•", "–", "—",
                                                       "˜", "™", "š", "›", "œ", "",  "ž", "Ÿ"};
    if (domain::is_valid_utf8(bytes)) {
        return std::nullopt;
    }
    std::string text;
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        const auto code = static_cast<unsigned char>(bytes[at]);
        const auto as_utf_8 = domain::decode_utf8(bytes, at);
        if (as_utf_8.well_formed && as_utf_8.bytes > 1) {
            return std::nullopt;
        }
        if (code < 0x80 || code >= 0xA0) {
            domain::append_utf8(text, code);
        } else if (high[code - 0x80U].empty()) {
            return std::nullopt;
        } else {
            text += high[code - 0x80U];
        }
    }
    return text;
}

// Where each Column is in the heading; -1 where it is not.
std::array<int, column_count> places_of(const PlainRecord& heading) {
    std::array<int, column_count> places;
    std::array<int, column_count> stand_ins;
    places.fill(-1);
    stand_ins.fill(-1);
    for (std::size_t at = 0; at < heading.cells.size(); ++at) {
        if (const auto known = upload::known_heading(heading.cells[at])) {
            (known->stand_in ? stand_ins : places)[static_cast<std::size_t>(known->column)] =
                static_cast<int>(at);
        }
    }
    for (std::size_t column = 0; column < column_count; ++column) {
        places[column] = places[column] < 0 ? stand_ins[column] : places[column];
    }
    const bool in_two = places[0] >= 0 && places[1] >= 0;
    for (const std::size_t unused : {in_two ? 2U : 0U, in_two ? 2U : 1U}) {
        places[unused] = -1;
    }
    return places;
}

// What stands between two separators, or in a quoted cell that ends on its line.
struct Piece {
    std::string text;
    bool in_cell_over_lines;
    std::size_t column; // along its line
};

using Pieces = std::vector<Piece>;

bool is_closed_on_line(std::string_view text, std::size_t at) {
    while (at < text.size() && line_end(text, at) == 0) {
        if (text[at] == '"' && text.substr(at, 2) != "\"\"") {
            return true;
        }
        at += text[at] == '"' ? 2 : 1;
    }
    return false;
}

// Line by line. Of the first, what stands in the cell that goes over its end.
std::vector<Pieces> pieces_of(std::string_view record, char separator) {
    enum class In { nothing, bare, quotes, quotes_over_lines };
    std::vector<Pieces> lines{{}};
    std::string piece;
    In in = In::nothing;
    bool began_over_lines = false;
    std::size_t column = 0;
    const auto end_piece = [&] {
        std::string_view shown = domain::trim(piece);
        shown.remove_suffix(lines.size() > 1 && shown.ends_with('"') ? 1 : 0);
        if (lines.size() > 1 || began_over_lines) {
            lines.back().push_back({std::string{shown}, began_over_lines, column});
        }
        ++column;
        piece.clear();
        began_over_lines = in == In::quotes_over_lines;
        in = began_over_lines ? in : In::nothing;
    };
    for (std::size_t at = 0; at < record.size(); ++at) {
        const std::size_t end = line_end(record, at);
        const bool quoted = in == In::quotes || in == In::quotes_over_lines;
        if (end > 0) {
            end_piece();
            lines.emplace_back();
            column = 0;
            at += end - 1;
        } else if (record[at] == separator && in != In::quotes) {
            end_piece();
        } else if (quoted && record.substr(at, 2) == "\"\"") {
            piece += lines.size() == 1 ? "\"" : "\"\"";
            ++at;
        } else if (quoted && record[at] == '"') {
            piece += '"';
            in = In::bare;
        } else if (in == In::nothing && record[at] == '"') {
            in = is_closed_on_line(record, at + 1) ? In::quotes : In::quotes_over_lines;
            began_over_lines = in == In::quotes_over_lines;
            piece.clear();
        } else {
            const bool blank = in == In::nothing && (record[at] == ' ' || record[at] == '\t');
            in = in == In::nothing && !blank ? In::bare : in;
            piece += record[at];
        }
    }
    end_piece();
    return lines;
}

// One row of the file, and what was made of it.
class PlainRow {
public:
    PlainRow(const PlainRecord& record, const std::array<int, column_count>& places)
        : record_(record), places_(places) {}

    bool has(Column column) const { return place(column) >= 0; }

    std::string_view cell(Column column) const {
        const auto at = static_cast<std::size_t>(place(column));
        const bool there = has(column) && at < record_.cells.size();
        const std::string_view shown = there ? domain::trim(record_.cells[at]) : std::string_view{};
        switch (column) {
        case Column::date_of_birth:
        case Column::nhs_number:
        case Column::mobile:
            return shown;
        case Column::email:
            if (shown.starts_with("' ") && domain::is_formula_like(shown.substr(2))) {
                return shown.substr(2);
            }
            break;
        case Column::given:
        case Column::family:
        case Column::full_name:
            break;
        }
        return domain::unwrapped_words(shown);
    }

private:
    int place(Column column) const { return places_[static_cast<std::size_t>(column)]; }

    const PlainRecord& record_;
    const std::array<int, column_count>& places_;
};

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string digits_in(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits), is_digit);
    return digits;
}

bool has_letter(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto character = domain::decode_utf8(text, at);
        at += character.bytes;
        if (domain::is_letter_or_digit(character.code)
            && !(character.code < 0x80 && is_digit(static_cast<char>(character.code)))) {
            return true;
        }
    }
    return false;
}

bool says_nhs_number(std::string_view cell, std::string_view number) {
    const std::string plain = domain::nfkc(cell);
    int sum = 0;
    for (int place = 0; place < 10; ++place) {
        sum += (number[static_cast<std::size_t>(place)] - '0') * (place < 9 ? 10 - place : 1);
    }
    return digits_in(plain) == number && !has_letter(plain) && sum % 11 == 0;
}

// Runs of digits and runs of letters, in small letters.
std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    char before = 0; // '0' in a number, 'a' in a word
    for (const char c : text) {
        const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        const char kind = is_digit(c) ? '0' : small >= 'a' && small <= 'z' ? 'a' : '\0';
        if (kind != 0 && kind != before) {
            words.emplace_back();
        }
        if (kind != 0) {
            words.back() += small;
        }
        before = kind;
    }
    return words;
}

bool says_date(std::string_view cell, std::string_view iso) {
    constexpr std::string_view months = "janfebmaraprmayjunjulaugsepoctnovdec";
    const std::vector<std::string> words = words_of(domain::nfkc(cell));
    const std::string_view year = iso.substr(0, 4);
    const std::string_view month = iso.substr(5, 2);
    const std::string_view day = iso.substr(8, 2);
    if (words.empty()) {
        return false;
    }
    if (words.front().size() == 8) {
        return words.front() == fmt::format("{}{}{}", year, month, day);
    }
    if (words.size() < 3) {
        return false;
    }
    const auto is = [](std::string_view word, std::string_view two_digits) {
        return word == two_digits || (two_digits.front() == '0' && word == two_digits.substr(1));
    };
    if (words.front().size() == 4) {
        return words[0] == year && words[1] == month && words[2] == day;
    }
    const int number = (month[0] - '0') * 10 + (month[1] - '0');
    const auto name_at = static_cast<std::size_t>(number - 1) * 3;
    const bool month_said = is_digit(words[1].front())
                                ? is(words[1], month)
                                : words[1].starts_with(months.substr(name_at, 3));
    return is(words[0], day) && month_said && (words[2] == year || words[2] == year.substr(2));
}

bool says_mobile(std::string_view cell, std::string_view e164) {
    const std::string plain = domain::nfkc(cell);
    const std::string digits = digits_in(plain);
    if (digits.size() < 10 || has_letter(plain)) {
        return false;
    }
    const std::string_view national = std::string_view{digits}.substr(digits.size() - 10);
    const std::string_view before = std::string_view{digits}.substr(0, digits.size() - 10);
    constexpr std::array<std::string_view, 6> prefixes = {"", "0", "44", "0044", "440", "00440"};
    return e164 == fmt::format("+44{}", national)
           && std::ranges::find(prefixes, before) != prefixes.end();
}

// Domains that are not ASCII are the domain tests' business.
bool says_email(std::string_view cell, std::string_view email) {
    const std::size_t at = cell.rfind('@');
    if (at == std::string_view::npos || cell.substr(0, at) != email.substr(0, email.rfind('@'))) {
        return false;
    }
    const std::string_view domain_part = email.substr(email.rfind('@') + 1);
    return !domain::is_ascii(cell)
           || std::ranges::equal(cell.substr(at + 1), domain_part, [](char c, char kept) {
                  return c == kept || (c >= 'A' && c <= 'Z' && c + 32 == kept);
              });
}

std::string plain_name(std::string_view cell) {
    std::string kept;
    for (std::size_t at = 0; at < cell.size();) {
        const auto character = domain::decode_utf8(cell, at);
        if (!domain::is_direction_override(character.code)) {
            kept += cell.substr(at, character.bytes);
        }
        at += character.bytes;
    }
    return domain::nfc(domain::squeeze_blanks(kept));
}

bool says_name(const PlainRow& row, std::string_view given, std::string_view family) {
    if (!row.has(Column::full_name)) {
        return plain_name(row.cell(Column::given)) == given
               && plain_name(row.cell(Column::family)) == family;
    }
    const std::string_view cell = row.cell(Column::full_name);
    if (const std::size_t comma = cell.find(','); comma != std::string_view::npos) {
        return plain_name(cell.substr(0, comma)) == family
               && plain_name(cell.substr(comma + 1)) == given;
    }
    const std::string words = domain::squeeze_blanks(cell);
    const std::size_t last_blank = words.rfind(' '); // npos: the family name alone
    const std::size_t last_word = last_blank + 1;
    return plain_name(std::string_view{words}.substr(0, last_word == 0 ? 0 : last_blank)) == given
           && plain_name(std::string_view{words}.substr(last_word)) == family;
}

bool is_warned(const ListReading& reading, std::uint64_t line, Column column) {
    return std::ranges::any_of(reading.warnings(), [&](const upload::ListWarning& warning) {
        return warning.line == line && warning.column == column;
    });
}

// Nothing was kept of a cell: it held nothing, or a warning says what was wrong.
bool left_out_rightly(
    const ListReading& reading, const PlainRow& row, std::uint64_t line, Column column
) {
    const std::string plain = domain::nfkc(row.cell(column));
    return (digits_in(plain).empty() && !has_letter(plain)) || is_warned(reading, line, column);
}

bool is_ten_digits(std::string_view piece) {
    if (piece.size() > 64) {
        return false;
    }
    const auto number = domain::NhsNumber::parse(piece);
    return number.ok() || number.error().code == ErrorCode{"nhs_number.check_digit"}
           || number.error().code == ErrorCode{"nhs_number.placeholder"};
}

// A line of a record over several, which would be a row, or is about somebody else.
bool is_row_like(
    const Pieces& line, const std::array<int, column_count>& places, std::string_view own_cell
) {
    const auto birth = static_cast<std::size_t>(places[static_cast<int>(Column::date_of_birth)]);
    const auto number = static_cast<std::size_t>(places[static_cast<int>(Column::nhs_number)]);
    const auto own = domain::NhsNumber::parse(own_cell);
    const bool long_enough = !line.empty() && line.back().column >= std::max(birth, number);
    const bool number_is_words = std::ranges::any_of(line, [number](const Piece& piece) {
        return piece.column == number && std::ranges::any_of(piece.text, [](char c) {
                   return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
               });
    });
    const auto is_other = [&](const Piece& piece) {
        const auto other = domain::NhsNumber::parse(piece.text);
        return piece.text.size() <= 64 && other.ok() && !(own.ok() && *own == *other);
    };
    const auto is_birth = [&](const Piece& piece) {
        return piece.column == birth && piece.text.size() <= 64
               && domain::read_date(piece.text).ok();
    };
    const bool other_row =
        std::ranges::any_of(line, is_birth) && std::ranges::any_of(line, [&](const Piece& piece) {
            return piece.column == number && is_other(piece);
        });
    return other_row || std::ranges::any_of(line, [&](const Piece& piece) {
               const bool row = (is_birth(piece) && !number_is_words)
                                || (piece.column == number && is_ten_digits(piece.text));
               return piece.in_cell_over_lines
                      && ((row && long_enough) || (is_other(piece) && line.size() > 1));
           });
}

bool has_swallowed_rows(
    const PlainRecord& record, const std::array<int, column_count>& places, char separator
) {
    const std::vector<Pieces> lines = pieces_of(record.text, separator);
    const PlainRow row{record, places};
    for (const Column column : {Column::given, Column::family, Column::full_name}) {
        const std::string_view name = row.cell(column);
        if (name.find_first_of("\r\n") != std::string_view::npos
            && std::ranges::count(name, separator) > 2) {
            return true;
        }
    }
    return std::ranges::any_of(lines, [&](const Pieces& line) {
        return is_row_like(line, places, row.cell(Column::nhs_number));
    });
}

// A record that has swallowed rows is none: each of its lines is refused.
std::vector<PlainRecord> with_lines_of_swallowed_rows(
    std::vector<PlainRecord> records, const std::array<int, column_count>& places, char separator
) {
    std::vector<PlainRecord> all;
    for (PlainRecord& record : records) {
        const std::string text = record.text.substr(0, record.text.find_last_not_of("\r\n") + 1);
        const bool over_lines = text.find_first_of("\r\n") != std::string::npos;
        if (!over_lines || !has_swallowed_rows(record, places, separator)) {
            all.push_back(std::move(record));
            continue;
        }
        std::uint64_t line = record.line;
        for (std::size_t at = 0; at < text.size(); ++line) {
            const std::size_t end = std::min(text.find_first_of("\r\n", at), text.size());
            const std::string shown = text.substr(at, end - at);
            if (shown.find_first_not_of(std::string{" \t\""} + separator) != std::string::npos) {
                all.push_back({.line = line, .bad_quoting = true});
            }
            at = end + line_end(text, end);
        }
    }
    return all;
}

std::string accepted_disagreement(
    const ListReading& reading, const upload::RevealedPatient& patient, const PlainRow& row
) {
    const auto told = [&](std::string_view what) {
        return fmt::format("line {} does not say this {}", patient.line, what);
    };
    if (!says_nhs_number(row.cell(Column::nhs_number), patient.nhs_number)) {
        return told("NHS number");
    }
    if (!says_date(row.cell(Column::date_of_birth), patient.date_of_birth)) {
        return told("date of birth");
    }
    if (!says_name(row, patient.given, patient.family)) {
        return told("name");
    }
    const bool mobile_right = patient.mobile.empty()
                                  ? left_out_rightly(reading, row, patient.line, Column::mobile)
                                  : says_mobile(row.cell(Column::mobile), patient.mobile);
    const bool email_right = patient.email.empty()
                                 ? left_out_rightly(reading, row, patient.line, Column::email)
                                 : says_email(row.cell(Column::email), patient.email);
    if (!mobile_right || !email_right) {
        return told(mobile_right ? "email" : "mobile");
    }
    return patient.mobile.empty() && patient.email.empty() ? told("contact") : "";
}

std::string rejected_disagreement(const upload::RejectedRow& rejected, const PlainRow& row) {
    const bool order_in_doubt =
        rejected.reasons.front().code == ErrorCode{"dob.ambiguous"}; // told as it was read
    const bool told_otherwise = rejected.patient || order_in_doubt
                                || std::ranges::all_of(rejected.cells, [](const auto& cell) {
                                       return cell.reveal().empty();
                                   });
    for (std::size_t column = 0; column < column_count; ++column) {
        if (!told_otherwise
            && rejected.cells[column].reveal() != row.cell(static_cast<Column>(column))) {
            return fmt::format("line {} has other cells than are told", rejected.line);
        }
    }
    return rejected.reasons.empty() ? fmt::format("line {} is rejected for nothing", rejected.line)
                                    : "";
}

// Each row of the file has to be the next of the accepted or the next of the rejected.
std::string rows_disagreement(
    const ListReading& reading,
    const std::vector<PlainRecord>& rows,
    const std::array<int, column_count>& places
) {
    std::size_t accepted = 0;
    std::size_t rejected = 0;
    for (const PlainRecord& record : rows) {
        const PlainRow row{record, places};
        std::string fault;
        if (accepted < reading.accepted_count() && reading.reveal(accepted).line == record.line) {
            fault = record.bad_quoting
                        ? fmt::format("line {} has bad quoting and is accepted", record.line)
                        : accepted_disagreement(reading, reading.reveal(accepted), row);
            ++accepted;
        } else if (rejected < reading.rejected_count()
                   && reading.rejected(rejected).line == record.line) {
            fault = rejected_disagreement(reading.rejected(rejected), row);
            ++rejected;
        } else {
            fault = fmt::format("line {} is neither accepted nor rejected", record.line);
        }
        if (!fault.empty()) {
            return fault;
        }
    }
    const bool all = accepted == reading.accepted_count() && rejected == reading.rejected_count();
    return all ? "" : "a row is told that the file does not have";
}

}

bool PlainRecord::blank() const {
    return !bad_quoting && std::ranges::all_of(cells, [](const auto& cell) {
        return domain::trim(cell).empty();
    });
}

std::optional<std::string> plain_text(std::string_view bytes, upload::Encoding encoding) {
    std::optional<std::string> text;
    switch (encoding) {
    case upload::Encoding::utf_8:
    case upload::Encoding::utf_8_with_bom:
        if (domain::is_valid_utf8(bytes)) {
            text = bytes;
        }
        break;
    case upload::Encoding::utf_16_le:
        text = from_utf_16(bytes, true);
        break;
    case upload::Encoding::utf_16_be:
        text = from_utf_16(bytes, false);
        break;
    case upload::Encoding::windows_1252:
        text = from_windows_1252(bytes);
        break;
    }
    if (!text) {
        return std::nullopt;
    }
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (text->starts_with(mark)) {
        text->erase(0, mark.size());
    }
    text->erase(text->find_last_not_of('\x1A') + 1);
    return text;
}

PlainRecords plain_records(std::string_view text, char separator) {
    return PlainReader{text, separator, 0, 1}.read();
}

std::string disagreement(std::string_view bytes, const ListReading& reading) {
    const auto& facts = reading.facts();
    const auto& refusal = reading.refusal();
    if (refusal && reading.accepted_count() + reading.rejected_count() > 0) {
        return "the file is refused and has rows all the same";
    }
    const bool quote = refusal && refusal->code == ErrorCode{"unterminated_quote"};
    if (refusal && (!quote || facts.heading_line == 0)) {
        return "";
    }
    const auto text = plain_text(bytes, facts.encoding);
    if (!text) {
        return "the file is in another encoding";
    }
    const std::size_t start = after_separator_line(*text);
    PlainRecords records = PlainReader{*text, facts.separator, start, start > 0 ? 2U : 1U}.read();
    if (quote || records.open_quote_line) {
        return quote && records.open_quote_line == refusal->line ? "" : "a quote stays open";
    }
    std::erase_if(records.all, [](const PlainRecord& record) { return record.blank(); });
    const auto heading = std::ranges::find(records.all, facts.heading_line, &PlainRecord::line);
    if (heading == records.all.end()) {
        return "there is no heading on that line";
    }
    const auto places = places_of(*heading);
    records.all.erase(records.all.begin(), heading + 1);
    records.all = with_lines_of_swallowed_rows(std::move(records.all), places, facts.separator);
    if (facts.records != records.all.size()) {
        return fmt::format("{} records are {}", records.all.size(), facts.records);
    }
    return rows_disagreement(reading, records.all, places);
}

}

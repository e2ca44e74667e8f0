#include "tests/support/written_list.hpp"

#include "domain/text_normal.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <memory>
#include <string_view>

namespace cohort::test {

namespace {

using Names = std::vector<std::string_view>;

const Names given_headings = {
    "Given Name",
    "given names",
    "First Name",
    "FORENAME(S)",
    "Calling Name",
    "Patient Details - Given Name"
};
const Names family_headings = {"Family Name", "Surname", "last name", "FAMILY_NAME"};
const Names full_headings = {"Full Name", "Patient Name", "Patient Details Full Name"};
const Names birth_headings = {
    "Date of Birth", "DOB", "D.O.B.", "Birth Date", "Patient Date of Birth"
};
const Names number_headings = {"NHS Number", "NHS No.", "nhs-num", " NHS  number "};
const Names mobile_headings = {
    "Mobile Telephone",
    "Mobile",
    "Mobile No.",
    "Mobile Tel",
    "Telecom Number",
    "Contact number",
    "Preferred telephone number"
};
const Names email_headings = {"E-mail Address", "Email", "Main email", "E mail"};
const Names other_headings = {
    "Age",
    "Gender",
    "Postcode",
    "Home Telephone",
    "Date of issue",
    "Usual GP's Full Name",
    "Address"
};
const Names other_cells = {
    "",
    "46",
    "F",
    "ZZ99 3VZ",
    "020 7946 0001",
    "01/02/2026",
    "MOCKFORD, Ina (Dr)",
    "1 Invented Road\nNowhere",
    "said \"no\"",
    "a;b\tc"
};
const Names titles = {
    "Invented Surgery", "Flu recall 2026", "Patient Details", "Run by reception", "Page 1 of 1"
};

enum class Mark { none, utf_8, utf_16_le, utf_16_be, windows_1252, utf_16_le_unmarked };

std::string in_utf_16(std::string_view text, bool little_end_first) {
    std::string out;
    const auto unit = [&](char32_t code) {
        const char low = static_cast<char>(code & 0xFFU);
        const char high = static_cast<char>(code >> 8U);
        out += little_end_first ? low : high;
        out += little_end_first ? high : low;
    };
    for (std::size_t at = 0; at < text.size();) {
        const auto character = domain::decode_utf8(text, at);
        at += character.bytes;
        if (character.code >= 0x10000) {
            unit(0xD800 + ((character.code - 0x10000) >> 10U));
            unit(0xDC00 + ((character.code - 0x10000) & 0x3FFU));
        } else {
            unit(character.code);
        }
    }
    return out;
}

// Latin-1, and the apostrophe that Windows writes. Empty where the text has anything else, or
// nothing that is not ASCII.
std::string in_windows_1252(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto character = domain::decode_utf8(text, at);
        at += character.bytes;
        if (character.code == U'’') {
            out += '\x92';
        } else if (character.code < 0x80 || (character.code >= 0xA0 && character.code < 0x100)) {
            out += static_cast<char>(character.code);
        } else {
            return {};
        }
    }
    return domain::is_valid_utf8(out) ? std::string{} : out;
}

class Writer {
public:
    explicit Writer(const Pick& pick)
        : pick_(pick), separator_(std::array{',', ';', '\t'}[pick(3)]),
          quotes_(static_cast<Quotes>(pick(3))), line_ends_(pick(4)), full_name_(pick(4) == 0),
          wide_digits_(pick(6) == 0), birth_style_(pick(birth_styles + 1)) {}

    WrittenList write(const std::vector<Patient>& patients) {
        if (pick_(5) == 0) {
            text_ += fmt::format("sep={}", separator_);
            end_line();
        }
        write_preamble();
        choose_columns(patients);
        write_row(headings_);
        for (const Patient& each : patients) {
            write_blank_rows();
            starts_.push_back(text_.size());
            write_row(cells_of(each));
        }
        write_blank_rows();
        const std::size_t footers = pick_(3);
        for (std::size_t each = 0; each < footers; ++each) {
            text_ += each == 0 ? "Total" : "Confidential";
            end_line();
        }
        if (footers == 0 && pick_(3) == 0) {
            text_.erase(text_.find_last_not_of("\r\n") + 1);
        }
        std::vector<std::uint64_t> lines;
        lines.reserve(starts_.size());
        for (const std::size_t start : starts_) {
            lines.push_back(line_at(start));
        }
        return {encoded(), std::move(lines), footers};
    }

private:
    enum class Quotes { where_needed, everywhere, here_and_there };
    enum class Part { given, family, full, birth, number, mobile, email, other, nothing };
    static constexpr std::size_t birth_styles = 9;

    template <class Choices>
    auto one_of(const Choices& choices) {
        return choices[pick_(choices.size())];
    }

    void write_preamble() {
        const std::size_t records = pick_(3) == 0 ? 1 + pick_(8) : 0;
        for (std::size_t each = 0; each < records; ++each) {
            write_blank_rows();
            if (pick_(4) == 0) {
                write_row({"Last Run:", "", "", "12/11/2026 09:31:07"});
            } else {
                text_ += one_of(titles);
                text_.append(pick_(3), separator_);
                end_line();
            }
        }
    }

    void choose_columns(const std::vector<Patient>& patients) {
        const auto any = [&](auto has) { return std::ranges::any_of(patients, has); };
        const bool mobile = any([](const Patient& each) { return !each.mobile.empty(); });
        const bool email = any([](const Patient& each) { return !each.email.empty(); });
        parts_ = {Part::birth, Part::number};
        if (full_name_) {
            parts_.push_back(Part::full);
        } else {
            parts_.insert(parts_.end(), {Part::given, Part::family});
        }
        if (mobile || pick_(2) == 0) {
            parts_.push_back(Part::mobile);
        }
        if (email || !has(Part::mobile) || pick_(2) == 0) {
            parts_.push_back(Part::email);
        }
        parts_.insert(parts_.end(), pick_(4), Part::other);
        for (std::size_t left = parts_.size(); left > 1; --left) {
            std::swap(parts_[left - 1], parts_[pick_(left)]);
        }
        parts_.insert(parts_.end(), pick_(2), Part::nothing);
        for (const Part part : parts_) {
            headings_.emplace_back(heading_of(part));
        }
    }

    bool has(Part part) const { return std::ranges::find(parts_, part) != parts_.end(); }

    std::string_view heading_of(Part part) {
        switch (part) {
        case Part::given:
            return one_of(given_headings);
        case Part::family:
            return one_of(family_headings);
        case Part::full:
            return one_of(full_headings);
        case Part::birth:
            return one_of(birth_headings);
        case Part::number:
            return one_of(number_headings);
        case Part::mobile:
            return one_of(mobile_headings);
        case Part::email:
            return one_of(email_headings);
        case Part::other:
            return one_of(other_headings);
        case Part::nothing:
            return "";
        }
        return "";
    }

    std::vector<std::string> cells_of(const Patient& patient) {
        std::vector<std::string> cells;
        cells.reserve(parts_.size());
        for (const Part part : parts_) {
            cells.push_back(cell_of(part, patient));
        }
        while (cells.back().empty() && pick_(2) == 0) {
            cells.pop_back();
        }
        cells.insert(cells.end(), pick_(5) == 0 ? 1 + pick_(3) : 0, "");
        return cells;
    }

    std::string cell_of(Part part, const Patient& patient) {
        switch (part) {
        case Part::given:
            return spaced(patient.given);
        case Part::family:
            return spaced(patient.family);
        case Part::full:
            return fmt::format("{}, {}", patient.family, spaced(patient.given));
        case Part::birth:
            return guarded(birth(patient.date_of_birth));
        case Part::number:
            return guarded(number(patient.nhs_number));
        case Part::mobile:
            return patient.mobile.empty() ? "" : guarded(mobile(patient.mobile));
        case Part::email:
            return patient.email;
        case Part::other:
            return std::string{one_of(other_cells)};
        case Part::nothing:
            return "";
        }
        return "";
    }

    // White space inside a name, of which one blank is kept.
    std::string spaced(std::string_view name) {
        static constexpr std::array<std::string_view, 4> spaces = {" ", "  ", "\n", " \r\n"};
        std::string out;
        for (const char c : name) {
            out += c == ' ' && pick_(4) == 0 ? one_of(spaces) : std::string_view{&c, 1};
        }
        return out;
    }

    std::string birth(std::chrono::year_month_day date) {
        static constexpr std::array<std::string_view, 12> months = {
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December"
        };
        const auto year = static_cast<int>(date.year());
        const auto month = static_cast<unsigned>(date.month());
        const auto day = static_cast<unsigned>(date.day());
        const std::string_view name = months[month - 1];
        std::string out;
        switch (birth_style_ < birth_styles ? birth_style_ : pick_(birth_styles)) {
        case 0:
            out = fmt::format("{:02}/{:02}/{:04}", day, month, year);
            break;
        case 1:
            out = fmt::format("{}.{}.{:04}", day, month, year);
            break;
        case 2:
            out = fmt::format("{:02}-{:02}-{:04}", day, month, year);
            break;
        case 3:
            out = fmt::format("{:02}-{}-{:04}", day, name.substr(0, 3), year);
            break;
        case 4:
            out = fmt::format("{:02} {} {:04}", day, name.substr(0, 3), year);
            break;
        case 5:
            out = fmt::format("{} {} {:04}", day, name, year);
            break;
        case 6:
            out = fmt::format("{:04}-{:02}-{:02}", year, month, day);
            break;
        case 7:
            out = fmt::format("{:04}{:02}{:02}", year, month, day);
            break;
        default:
            out = fmt::format("{:02}/{:02}/{:04}", day, month, year);
            break;
        }
        static constexpr std::array<std::string_view, 4> times = {
            " 00:00", " 00:00:00", " 9:31", ""
        };
        return pick_(5) == 0 ? out + std::string{one_of(times)} : out;
    }

    std::string number(std::string_view digits) {
        std::string out{digits};
        static constexpr std::array<std::string_view, 3> between = {" ", "-", "\u00A0"};
        if (pick_(2) == 0) {
            const std::string_view gap = one_of(between);
            out = fmt::format(
                "{}{}{}{}{}", digits.substr(0, 3), gap, digits.substr(3, 3), gap, digits.substr(6)
            );
        }
        return wide_digits_ && pick_(3) == 0 ? widened(out) : out;
    }

    static std::string widened(std::string_view text) {
        std::string out;
        for (const char c : text) {
            if (c >= '0' && c <= '9') {
                domain::append_utf8(out, U'\uFF10' + static_cast<char32_t>(c - '0'));
            } else {
                out += c;
            }
        }
        return out;
    }

    // From 07… in eleven digits.
    std::string mobile(std::string_view plain) {
        const std::string_view national = plain.substr(1);
        switch (pick_(9)) {
        case 0:
            return fmt::format("0{} {}", national.substr(0, 4), national.substr(4));
        case 1:
            return fmt::format("+44{}", national);
        case 2:
            return fmt::format("+44 {} {}", national.substr(0, 4), national.substr(4));
        case 3:
            return fmt::format("0044{}", national);
        case 4:
            return fmt::format("44{}", national);
        case 5:
            return fmt::format("+44(0){}", national);
        case 6:
            return fmt::format(
                "(0{}) {}-{}", national.substr(0, 4), national.substr(4, 3), national.substr(7)
            );
        case 7:
            return std::string{national};
        default:
            return std::string{plain};
        }
    }

    // As a spreadsheet keeps a number that must stay text.
    std::string guarded(std::string cell) {
        switch (pick_(8)) {
        case 0:
            return fmt::format("=\"{}\"", cell);
        case 1:
            return fmt::format("'{}", cell);
        default:
            return cell;
        }
    }

    void write_blank_rows() {
        for (std::size_t rows = pick_(4) == 0 ? 1 + pick_(3) : 0; rows > 0; --rows) {
            text_.append(pick_(3), separator_);
            text_ += pick_(3) == 0 ? " " : "";
            end_line();
        }
    }

    void write_row(const std::vector<std::string>& cells) {
        for (std::size_t at = 0; at < cells.size(); ++at) {
            if (at > 0) {
                text_ += separator_;
            }
            write_cell(cells[at]);
        }
        end_line();
    }

    void write_cell(std::string_view cell) {
        const std::string_view shown = domain::trim(cell);
        const bool needed = cell.find_first_of("\r\n") != std::string_view::npos
                            || cell.contains(separator_) || shown.starts_with('"');
        const bool quoted = needed || quotes_ == Quotes::everywhere
                            || (quotes_ == Quotes::here_and_there && pick_(2) == 0);
        write_blanks();
        if (!quoted) {
            text_ += cell;
            write_blanks();
            return;
        }
        text_ += '"';
        for (const char c : cell) {
            text_.append(c == '"' ? 2 : 1, c);
        }
        text_ += '"';
        write_blanks();
    }

    void write_blanks() {
        if (pick_(12) == 0) {
            text_ += pick_(2) == 0 && separator_ != '\t' ? "\t" : "  ";
        }
    }

    void end_line() {
        static constexpr std::array<std::string_view, 3> ends = {"\n", "\r\n", "\r"};
        text_ += line_ends_ < ends.size() ? ends[line_ends_] : one_of(ends);
    }

    std::uint64_t line_at(std::size_t place) const {
        std::uint64_t line = 1;
        for (std::size_t at = 0; at < place; ++at) {
            const bool half = text_[at] == '\r' && at + 1 < text_.size() && text_[at + 1] == '\n';
            line += (text_[at] == '\n' || text_[at] == '\r') && !half ? 1 : 0;
        }
        return line;
    }

    std::string encoded() {
        if (pick_(8) == 0) {
            text_ += '\x1A';
        }
        const auto mark = static_cast<Mark>(pick_(6));
        switch (mark) {
        case Mark::none:
            return text_;
        case Mark::utf_8:
            return "\xEF\xBB\xBF" + text_;
        case Mark::utf_16_le:
            return "\xFF\xFE" + in_utf_16(text_, true);
        case Mark::utf_16_be:
            return "\xFE\xFF" + in_utf_16(text_, false);
        case Mark::windows_1252: {
            std::string narrow = in_windows_1252(text_);
            return narrow.empty() ? text_ : narrow;
        }
        case Mark::utf_16_le_unmarked:
            return domain::is_ascii(text_) ? in_utf_16(text_, true) : text_;
        }
        return text_;
    }

    const Pick& pick_;
    char separator_;
    Quotes quotes_;
    std::size_t line_ends_; // 3: of every kind
    bool full_name_;
    bool wide_digits_;
    std::size_t birth_style_; // birth_styles: of every kind
    std::vector<Part> parts_;
    std::vector<std::string> headings_;
    std::string text_;
    std::vector<std::size_t> starts_;
};

}

WrittenList write_list(const std::vector<Patient>& patients, const Pick& pick) {
    return Writer{pick}.write(patients);
}

// splitmix64 (Steele, Lea and Flood 2014).
Pick picks_from(std::uint64_t seed) {
    const auto state = std::make_shared<std::uint64_t>(seed);
    return [state](std::size_t bound) {
        std::uint64_t mixed = *state += 0x9E37'79B9'7F4A'7C15;
        mixed = (mixed ^ (mixed >> 30U)) * 0xBF58'476D'1CE4'E5B9;
        mixed = (mixed ^ (mixed >> 27U)) * 0x94D0'49BB'1331'11EB;
        return static_cast<std::size_t>((mixed ^ (mixed >> 31U)) % bound);
    };
}

}

#include "domain/csv_cell.hpp"

#include "domain/patient_name.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>

namespace cohort::domain {

namespace {

// Excel takes no longer text inside a formula.
constexpr std::size_t literal_bytes_max = 255;

bool is_control_byte(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

// Quoted whether it has to be or not, as OWASP advises.
void append_quoted(std::string& out, std::string_view before, std::string_view text) {
    out += '"';
    out += before;
    for (const char c : text) {
        out += c;
        if (c == '"') {
            out += c;
        }
    }
    out += '"';
}

// Also where the sign is full-width, which some take for the plain one, or stands behind a control
// character, which some skip.
bool is_run_by_spreadsheets(std::string_view text) {
    constexpr std::u32string_view full_width = U"\uFF1D\uFF0B\uFF0D\uFF20";
    const char32_t first = decode_utf8(text, 0).code;
    return is_formula_like(text) || is_control(first) || full_width.contains(first);
}

// Behind any apostrophes: one more or less of them is then told from none.
bool is_guarded(std::string_view text) {
    const std::size_t begin = std::min(text.find_first_not_of('\''), text.size());
    return begin < text.size() && is_run_by_spreadsheets(text.substr(begin));
}

}

void append_csv_words(std::string& out, std::string_view text) {
    if (text.empty()) {
        return;
    }
    append_quoted(out, is_guarded(text) ? "'" : "", text);
}

std::string_view unwrapped_words(std::string_view cell) {
    return cell.starts_with('\'') && is_guarded(cell) ? cell.substr(1) : cell;
}

void append_csv_literal(std::string& out, std::string_view text) {
    if (text.empty()) {
        return;
    }
    const bool is_plain = text.size() <= literal_bytes_max && !text.contains('"')
                          && std::ranges::none_of(text, is_control_byte);
    if (!is_plain) {
        append_csv_words(out, text);
        return;
    }
    std::string formula = "=\"";
    formula += text;
    formula += '"';
    append_quoted(out, "", formula);
}

}

#include "domain/cell_text.hpp"

#include "domain/ascii.hpp"
#include "domain/text_normal.hpp"

namespace cohort::domain {

namespace {

// No number, date or heading is longer. Composing takes time that grows with the square of the
// marks in a row, and a cell may hold thousands.
constexpr std::size_t plain_bytes_most = 1'000;

// Excel's ways of keeping a number as text: ="0123" and '0123.
std::string_view unwrapped(std::string_view cell) {
    if (cell.size() >= 3 && cell.starts_with("=\"") && cell.ends_with('"')) {
        return trim(cell.substr(2, cell.size() - 3));
    }
    if (cell.starts_with('\'')) {
        return trim(cell.substr(1));
    }
    return cell;
}

std::size_t digits_at(std::string_view text, std::size_t at) {
    std::size_t count = 0;
    while (at + count < text.size() && is_ascii_digit(text[at + count])) {
        ++count;
    }
    return count;
}

}

PlainCell::PlainCell(std::string_view cell) {
    if (is_ascii(cell) || cell.size() > plain_bytes_most) {
        view_ = unwrapped(trim(cell));
        return;
    }
    own_ = nfkc(cell);
    view_ = unwrapped(trim(own_));
}

bool is_hyphen(char32_t code) {
    return code == '-' || (code >= 0x2010 && code <= 0x2015) || code == 0x2212 || code == 0xAD;
}

bool is_excel_number(std::string_view plain) {
    std::size_t at = digits_at(plain, 0);
    if (at == 0) {
        return false;
    }
    if (at < plain.size() && (plain[at] == '.' || plain[at] == ',')) {
        ++at;
        at += digits_at(plain, at);
    }
    if (at >= plain.size() || (plain[at] != 'E' && plain[at] != 'e')) {
        return false;
    }
    ++at;
    if (at < plain.size() && (plain[at] == '+' || plain[at] == '-')) {
        ++at;
    }
    const std::size_t exponent = digits_at(plain, at);
    return exponent > 0 && at + exponent == plain.size();
}

}

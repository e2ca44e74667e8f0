#pragma once
// What the parsers of numbers and dates do to a cell first: unwrap ="…" and a leading apostrophe,
// NFKC, trim.
#include <string>
#include <string_view>

namespace cohort::domain {

// A cell made plain. `view()` is into the caller's text where nothing had to be changed, else into
// its own.
class PlainCell {
public:
    explicit PlainCell(std::string_view cell);
    PlainCell(const PlainCell&) = delete;
    PlainCell& operator=(const PlainCell&) = delete;

    std::string_view view() const { return view_; }

private:
    std::string own_;
    std::string_view view_;
};

// The hyphens, dashes and the minus sign that people paste between digits.
bool is_hyphen(char32_t code);

// 9.99E+09: what Excel leaves of a long number.
bool is_excel_number(std::string_view plain);

}

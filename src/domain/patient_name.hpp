#pragma once
// A patient's name as it is written in messages: given and family, of which one may be empty.
#include "base/result.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace cohort::domain {

struct NameReading;

class PatientName {
public:
    // Blanks squeezed to one, NFC, direction-override characters removed.
    // Errors: name.missing (both empty), name.control_characters, name.too_long (a part over 255
    // characters).
    static Result<NameReading> parse(std::string_view given, std::string_view family);

    // One cell that holds it all: 'FAMILY, Given' by its comma, else the last word is the family
    // name.
    static Result<NameReading> parse_full(std::string_view full_name);

    const std::string& given() const { return given_; }

    const std::string& family() const { return family_; }

    std::string full() const; // 'Given Family', or the one that is there

    friend bool operator==(const PatientName&, const PatientName&) = default;
    friend std::ostream& operator<<(std::ostream&, const PatientName&) = delete;

private:
    PatientName(std::string given, std::string family)
        : given_(std::move(given)), family_(std::move(family)) {}

    std::string given_;
    std::string family_;
};

// Each true one is worth the warning of that name: name.bidi_removed, name.partial, formula_like.
struct NameReading {
    PatientName name;
    bool bidi_removed;
    bool partial;
    bool formula_like;
};

// True where a spreadsheet would run the cell as a formula: it begins with = + - @ (or tab, CR).
// Every file we write puts an apostrophe before such a cell.
bool is_formula_like(std::string_view cell);

}

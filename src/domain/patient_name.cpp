#include "domain/patient_name.hpp"

#include "domain/character_count.hpp"
#include "domain/limits.hpp"
#include "domain/text_normal.hpp"

namespace cohort::domain {

namespace {

struct Part {
    std::string text;
    bool bidi_removed = false;
};

// Printable ASCII with single spaces inside: nearly every name of every list is this, and no rule
// below would change it.
bool is_plain(std::string_view text) {
    bool blank_before = true;
    for (const char c : text) {
        if (c < ' ' || c > '~' || (c == ' ' && blank_before)) {
            return false;
        }
        blank_before = c == ' ';
    }
    return text.empty() || !blank_before;
}

// Without the characters that turn the direction of the text; each other control character is
// refused, where it is not white space.
Result<Part> parse_part(std::string_view raw) {
    Part part;
    if (raw.size() <= limits::name_characters_max && is_plain(raw)) {
        part.text = raw;
        return part;
    }
    std::string kept;
    for (std::size_t at = 0; at < raw.size();) {
        const DecodedCharacter character = decode_utf8(raw, at);
        at += character.bytes;
        if (is_direction_override(character.code)) {
            part.bidi_removed = true;
            continue;
        }
        if (is_control(character.code) && !is_blank(character.code)) {
            return invalid("name.control_characters");
        }
        append_utf8(kept, character.code);
    }
    // Composing takes time that grows with the square of marks in a row; a name this long would be
    // too long composed as well, for no letter has more than three marks of its own.
    const std::string squeezed = squeeze_blanks(kept);
    if (count_characters(squeezed) > 4 * limits::name_characters_max) {
        return invalid("name.too_long");
    }
    part.text = nfc(squeezed);
    if (count_characters(part.text) > limits::name_characters_max) {
        return invalid("name.too_long");
    }
    return part;
}

}

Result<NameReading> PatientName::parse(std::string_view given, std::string_view family) {
    COHORT_TRY(given_part, parse_part(given));
    COHORT_TRY(family_part, parse_part(family));
    if (given_part.text.empty() && family_part.text.empty()) {
        return invalid("name.missing");
    }
    const bool bidi_removed = given_part.bidi_removed || family_part.bidi_removed;
    const bool partial = given_part.text.empty() || family_part.text.empty();
    const bool formula = is_formula_like(given_part.text) || is_formula_like(family_part.text);
    return NameReading{
        PatientName{std::move(given_part.text), std::move(family_part.text)},
        bidi_removed,
        partial,
        formula
    };
}

Result<NameReading> PatientName::parse_full(std::string_view full_name) {
    const std::string_view text = trim(full_name);
    if (const std::size_t comma = text.find(','); comma != text.npos) {
        return parse(text.substr(comma + 1), text.substr(0, comma));
    }
    const std::string squeezed = squeeze_blanks(text);
    const std::size_t blank = squeezed.rfind(' ');
    if (blank == squeezed.npos) {
        return parse({}, squeezed);
    }
    const std::string_view whole = squeezed;
    return parse(whole.substr(0, blank), whole.substr(blank + 1));
}

std::string PatientName::full() const {
    if (given_.empty()) {
        return family_;
    }
    return family_.empty() ? given_ : given_ + " " + family_;
}

bool is_formula_like(std::string_view cell) {
    return !cell.empty() && std::string_view{"=+-@\t\r"}.contains(cell.front());
}

}

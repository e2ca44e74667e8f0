#include "domain/mobile_number.hpp"

#include "domain/ascii.hpp"
#include "domain/cell_text.hpp"
#include "domain/country_codes.hpp"
#include "domain/limits.hpp"
#include "domain/text_normal.hpp"
#include "domain/uk_number_plan.hpp"

#include <algorithm>
#include <array>
#include <optional>

namespace cohort::domain {

namespace {

// The digits of a cell and whether a + led them. 00 and 15 more is the longest there is.
struct Dialled {
    std::array<char, 2 + limits::mobile_digits_max> digits;
    std::size_t count = 0;
    bool plus = false;

    std::string_view view() const { return {digits.data(), count}; }
};

bool is_punctuation(char c) {
    return c == ' ' || c == '-' || c == '(' || c == ')' || c == '.';
}

// Digits, blanks, brackets, dots, hyphens and a leading +; nothing for all else or too many digits.
std::optional<Dialled> dialled(std::string_view text) {
    Dialled result;
    std::size_t count = 0; // a member would be stored and loaded again for every character
    for (const char c : text) {
        if (is_ascii_digit(c)) {
            if (count == result.digits.size()) {
                return std::nullopt;
            }
            result.digits[count] = c;
            ++count;
        } else if (c == '+' && count == 0 && !result.plus) {
            result.plus = true;
        } else if (!is_punctuation(c)) {
            return std::nullopt;
        }
    }
    result.count = count;
    return result;
}

// Every blank a space, every hyphen a '-', and the invisible marks that phones copy along with a
// number left out.
std::string made_plain(std::string_view text) {
    std::string plain;
    for (std::size_t at = 0; at < text.size();) {
        const DecodedCharacter character = decode_utf8(text, at);
        if (is_blank(character.code)) {
            plain += ' ';
        } else if (is_hyphen(character.code)) {
            plain += '-';
        } else if (!is_direction_override(character.code)) {
            plain.append(text, at, character.bytes);
        }
        at += character.bytes;
    }
    return plain;
}

std::size_t digits_in(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        count += is_ascii_digit(c) ? 1 : 0;
    }
    return count;
}

// Pieces between characters that no single number holds, such as '/', ',' or letters, each long
// enough to be a number.
bool has_two_numbers(std::string_view text) {
    int numbers = 0;
    std::size_t digits = 0;
    for (const char c : text) {
        if (is_ascii_digit(c)) {
            ++digits;
            continue;
        }
        if (!is_punctuation(c)) {
            numbers += digits >= limits::mobile_digits_min ? 1 : 0;
            digits = 0;
        }
    }
    numbers += digits >= limits::mobile_digits_min ? 1 : 0;
    return numbers > 1;
}

// Two with only a blank between: 20 digits and more, of which a part up to a blank is a number's
// length.
bool has_two_numbers_in_a_row(std::string_view text) {
    if (digits_in(text) < 20) {
        return false;
    }
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] != ' ') {
            continue;
        }
        const std::size_t before = digits_in(text.substr(0, at));
        if (before >= 10 && before <= 14 && digits_in(text.substr(at)) >= 10) {
            return true;
        }
    }
    return false;
}

// 7700900000.0: a number that a spreadsheet or a program took for an amount. Its last digit may be
// the fraction's, and digits before it may be gone.
bool is_fraction(std::string_view text) {
    const std::size_t dot = text.find('.');
    if (dot == 0 || dot == text.npos) {
        return false;
    }
    const std::string_view whole = text.substr(0, dot);
    const std::string_view fraction = text.substr(dot + 1);
    return (fraction.size() == 1 || fraction.size() == 2)
           && std::ranges::all_of(fraction, is_ascii_digit)
           && std::ranges::all_of(whole.substr(whole.front() == '+' ? 1 : 0), is_ascii_digit);
}

Error fault_of(UkNumberKind kind) {
    switch (kind) {
    case UkNumberKind::landline:
        return invalid("mobile.landline");
    case UkNumberKind::personal:
    case UkNumberKind::pager:
    case UkNumberKind::special:
    case UkNumberKind::premium:
        return invalid("mobile.not_mobile");
    case UkNumberKind::unassigned:
    case UkNumberKind::mobile:
        break;
    }
    return invalid("mobile.invalid");
}

// By the code and the length alone, but where North America's plan fixes both.
bool is_possible_abroad(std::string_view digits) {
    const std::string_view code = country_code(digits);
    if (code.empty() || digits.size() < limits::mobile_digits_min
        || digits.size() > limits::mobile_digits_max) {
        return false;
    }
    return code != "1" || (digits.size() == 11 && digits[1] >= '2' && digits[4] >= '2');
}

// Requires: is_possible_abroad.
bool has_zero_of_home(std::string_view digits) {
    const std::string_view code = country_code(digits);
    return digits[code.size()] == '0' && !has_numbers_with_leading_zero(code);
}

// What stands after the country code of the UK, or after the leading 0; empty for a number that is
// not the UK's.
struct UkReading {
    std::string_view national;
    bool leading_zero_restored = false;
};

UkReading uk_reading(std::string_view digits, bool plus) {
    if (!plus && digits.starts_with("00")) {
        digits.remove_prefix(2);
        plus = true;
    }
    if (digits.starts_with("44") && (plus || digits.size() >= 12)) {
        digits.remove_prefix(2);
        if (digits.starts_with('0')) { // +44 (0)7…
            digits.remove_prefix(1);
        }
        return {digits, false};
    }
    if (plus) {
        return {};
    }
    if (digits.starts_with('0')) {
        return {digits.substr(1), false};
    }
    if (digits.size() == 10 && digits.starts_with('7')) {
        return {digits, true};
    }
    return {};
}

constexpr std::string_view uk_code = "+44";

using PlainMobile = std::array<char, uk_code.size() + uk_digits_max>;

// 07… and +447… in digits and spaces alone: nearly every cell of every list is this, and goes no
// further. Nothing is decided here that the rest of parse would decide otherwise.
std::optional<PlainMobile> plain_uk_mobile(std::string_view cell) {
    if (cell.starts_with("07")) {
        cell.remove_prefix(1);
    } else if (cell.starts_with("+447")) {
        cell.remove_prefix(3);
    } else {
        return std::nullopt;
    }
    PlainMobile number;
    std::size_t count = uk_code.copy(number.data(), uk_code.size());
    for (const char c : cell) {
        if (is_ascii_digit(c) && count < number.size()) {
            number[count] = c;
            ++count;
        } else if (c != ' ') {
            return std::nullopt;
        }
    }
    const std::string_view e164{number.data(), count};
    // A mobile has ten digits, so that the array is full.
    const bool is_mobile = uk_number_kind(e164.substr(uk_code.size())) == UkNumberKind::mobile;
    return is_mobile ? std::optional{number} : std::nullopt;
}

}

Result<MobileNumber> MobileNumber::parse_e164(std::string_view text) {
    const std::string_view digits = text.substr(std::min<std::size_t>(1, text.size()));
    const bool shaped = text.starts_with('+') && digits.size() >= limits::mobile_digits_min
                        && digits.size() <= limits::mobile_digits_max
                        && std::ranges::all_of(digits, is_ascii_digit);
    if (!shaped) {
        return invalid("mobile.invalid");
    }
    return MobileNumber{text};
}

Result<MobileReading> MobileNumber::parse(std::string_view cell, International international) {
    if (const auto number = plain_uk_mobile(cell)) {
        return MobileReading{MobileNumber{{number->data(), number->size()}}, false};
    }
    std::optional<Dialled> number = dialled(cell);
    std::string plain;
    std::string_view rest = cell;
    if (!number) {
        const PlainCell unwrapped{cell};
        if (is_excel_number(unwrapped.view())) {
            return invalid("mobile.excel_damage");
        }
        plain = made_plain(unwrapped.view());
        rest = plain;
        number = dialled(plain);
        if (!number) {
            const bool several = has_two_numbers(plain) || has_two_numbers_in_a_row(plain);
            return several ? invalid("mobile.multiple") : invalid("mobile.invalid");
        }
    }
    if (number->count == 0) {
        return trim(rest).empty() ? invalid("mobile.missing") : invalid("mobile.invalid");
    }
    if (is_fraction(trim(rest))) {
        return invalid("mobile.invalid");
    }
    const std::string_view digits = number->view();
    const UkReading uk = uk_reading(digits, number->plus);
    if (!uk.national.empty()) {
        const UkNumberKind kind = uk_number_kind(uk.national);
        if (kind != UkNumberKind::mobile) {
            return fault_of(kind);
        }
        return MobileReading{
            MobileNumber{std::string{uk_code} + std::string{uk.national}}, uk.leading_zero_restored
        };
    }
    const bool has_prefix = number->plus || digits.starts_with("00");
    const std::string_view abroad = number->plus || !has_prefix ? digits : digits.substr(2);
    if (!has_prefix || country_code(abroad) == "44" || !is_possible_abroad(abroad)) {
        return invalid("mobile.invalid");
    }
    if (international == International::refused) {
        return invalid("mobile.international");
    }
    // Most countries drop the 0 that is dialled at home, some keep it: '(0)' would be a guess.
    if (rest.find("(0)") != rest.npos || has_zero_of_home(abroad)) {
        return invalid("mobile.invalid");
    }
    return MobileReading{MobileNumber{"+" + std::string{abroad}}, false};
}

}

#include "domain/nhs_number.hpp"

#include "domain/cell_text.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>

namespace cohort::domain {

namespace {

// Weights 10 to 2; 11 less the remainder, where 11 stands for 0 and 10 is never issued.
bool has_check_digit(std::string_view digits) {
    int sum = 0;
    for (int place = 0; place < 9; ++place) {
        sum += (digits[static_cast<std::size_t>(place)] - '0') * (10 - place);
    }
    const int check = (11 - sum % 11) % 11;
    return check == digits[9] - '0';
}

bool all_equal(std::string_view digits) {
    return std::ranges::all_of(digits, [&](char digit) { return digit == digits.front(); });
}

}

Result<NhsNumber> NhsNumber::parse(std::string_view utf8) {
    const PlainCell cell{utf8};
    if (cell.view().empty()) {
        return invalid("nhs_number.missing");
    }
    if (is_excel_number(cell.view())) {
        return invalid("nhs_number.excel_damage");
    }
    std::string digits;
    for (std::size_t at = 0; at < cell.view().size();) {
        const DecodedCharacter character = decode_utf8(cell.view(), at);
        at += character.bytes;
        if (character.code >= '0' && character.code <= '9') {
            digits += static_cast<char>(character.code);
        } else if (!is_blank(character.code) && !is_hyphen(character.code)) {
            return invalid("nhs_number.invalid");
        }
        if (digits.size() > 10) {
            return invalid("nhs_number.invalid");
        }
    }
    if (digits.size() != 10) {
        return invalid("nhs_number.invalid");
    }
    if (all_equal(digits)) {
        return invalid("nhs_number.placeholder");
    }
    if (!has_check_digit(digits)) {
        return invalid("nhs_number.check_digit");
    }
    return NhsNumber{std::move(digits)};
}

}

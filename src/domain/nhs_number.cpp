#include "domain/nhs_number.hpp"

#include "domain/ascii.hpp"
#include "domain/cell_text.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>
#include <optional>

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

// 9990000018 and 999 000 0018: nearly every cell of every list is this. Nothing is decided here
// that the rest of parse would decide otherwise.
std::optional<std::string> plain_digits(std::string_view cell) {
    std::string digits;
    if (cell.size() == 10) {
        digits = cell;
    } else if (cell.size() == 12 && cell[3] == ' ' && cell[7] == ' ') {
        digits.append(cell, 0, 3).append(cell, 4, 3).append(cell, 8, 4);
    }
    const bool good = !digits.empty() && std::ranges::all_of(digits, is_ascii_digit);
    return good ? std::optional{std::move(digits)} : std::nullopt;
}

bool all_equal(std::string_view digits) {
    return std::ranges::all_of(digits, [&](char digit) { return digit == digits.front(); });
}

}

Result<NhsNumber> NhsNumber::parse(std::string_view utf8) {
    if (auto digits = plain_digits(utf8)) {
        return judge(std::move(*digits));
    }
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
    return judge(std::move(digits));
}

Result<NhsNumber> NhsNumber::judge(std::string ten_digits) {
    if (all_equal(ten_digits)) {
        return invalid("nhs_number.placeholder");
    }
    if (!has_check_digit(ten_digits)) {
        return invalid("nhs_number.check_digit");
    }
    return NhsNumber{std::move(ten_digits)};
}

}

#include "domain/email_address.hpp"

#include "domain/ascii.hpp"
#include "domain/limits.hpp"
#include "domain/text_normal.hpp"

#include <algorithm>
#include <memory>
#include <optional>
#include <unicode/idna.h>
#include <unicode/stringpiece.h>

namespace cohort::domain {

namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// RFC 5322 3.2.3.
bool is_atom_character(char c) {
    return is_letter_or_digit(c) || std::string_view{"!#$%&'*+-/=?^_`{|}~"}.contains(c);
}

bool is_dot_atom(std::string_view local) {
    if (local.empty() || local.size() > limits::email_local_bytes_max || local.front() == '.'
        || local.back() == '.' || local.contains("..")) {
        return false;
    }
    return std::ranges::all_of(local, [](char c) { return c == '.' || is_atom_character(c); });
}

// RFC 1123 2.1: letters, digits and inner hyphens.
bool is_host_label(std::string_view label) {
    return !label.empty() && label.size() <= limits::email_label_bytes_max && label.front() != '-'
           && label.back() != '-'
           && std::ranges::all_of(label, [](char c) { return c == '-' || is_letter_or_digit(c); });
}

// At least two labels; the last is not a number, or it would be an address and not a name.
bool is_host_name(std::string_view domain) {
    std::size_t labels = 0;
    std::string_view last;
    for (std::string_view rest = domain;;) {
        const std::size_t dot = rest.find('.');
        last = rest.substr(0, dot);
        ++labels;
        if (!is_host_label(last)) {
            return false;
        }
        if (dot == std::string_view::npos) {
            break;
        }
        rest.remove_prefix(dot + 1);
    }
    const bool numeric = std::ranges::all_of(last, is_ascii_digit);
    return labels >= 2 && !numeric;
}

std::string lower(std::string_view ascii) {
    std::string out{ascii};
    for (char& c : out) {
        c = ascii_lower(c);
    }
    return out;
}

const icu::IDNA& idna() {
    static const std::unique_ptr<const icu::IDNA> instance = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<const icu::IDNA> made{icu::IDNA::createUTS46Instance(
            UIDNA_USE_STD3_RULES | UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ
                | UIDNA_NONTRANSITIONAL_TO_ASCII,
            status
        )};
        COHORT_ENSURE(U_SUCCESS(status) && made, "ICU has no IDNA data");
        return made;
    }();
    return *instance;
}

// The domain in ASCII and lower case, or nothing.
std::optional<std::string> ascii_domain(std::string_view domain) {
    std::string ascii = lower(domain);
    if (!is_ascii(domain) || ascii.starts_with("xn--") || ascii.contains(".xn--")) {
        ascii.clear();
        icu::IDNAInfo info;
        UErrorCode status = U_ZERO_ERROR;
        icu::StringByteSink<std::string> sink{&ascii};
        idna().nameToASCII_UTF8(
            icu::StringPiece{domain.data(), static_cast<std::int32_t>(domain.size())},
            sink,
            info,
            status
        );
        if (U_FAILURE(status) || info.hasErrors()) {
            return std::nullopt;
        }
    }
    if (!is_host_name(ascii)) {
        return std::nullopt;
    }
    return ascii;
}

// Two addresses in one cell, by any of the marks that people put between them.
bool has_two_addresses(std::string_view cell) {
    return std::ranges::count(cell, '@') > 1 && cell.find_first_of(",;/|& \t\r\n") != cell.npos;
}

}

Result<EmailAddress> EmailAddress::parse(std::string_view cell) {
    // Far longer than any address: nobody's normal form is asked about such a cell.
    constexpr std::size_t cell_bytes_max = 4 * limits::email_bytes_max;
    const std::string_view text = trim(cell);
    if (text.empty()) {
        return invalid("email.missing");
    }
    if (has_two_addresses(text)) {
        return invalid("email.multiple");
    }
    const std::size_t at = text.rfind('@');
    if (at == text.npos || text.size() > cell_bytes_max || !is_valid_utf8(text)
        || !is_dot_atom(text.substr(0, at))) {
        return invalid("email.invalid");
    }
    const auto domain = ascii_domain(text.substr(at + 1));
    if (!domain || at + 1 + domain->size() > limits::email_bytes_max) {
        return invalid("email.invalid");
    }
    return EmailAddress{std::string{text.substr(0, at + 1)} + *domain};
}

bool is_same_mailbox(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, {}, ascii_lower, ascii_lower);
}

}

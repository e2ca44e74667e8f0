// One cell of a patient list, read as each thing it may be: what is accepted has its final form,
// and reading that form again gives the same.
#include "domain/cell_text.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/email_address.hpp"
#include "domain/fold.hpp"
#include "domain/mobile_number.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"
#include "domain/snomed_code.hpp"
#include "domain/text_normal.hpp"
#include "tests/fuzz/pieces.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace cohort;
using namespace cohort::domain;

constexpr std::chrono::year_month_day today{
    std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}
};

bool all_digits(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

void read_mobile(std::string_view cell) {
    const auto uk = MobileNumber::parse(cell, International::refused);
    if (uk.ok()) {
        const std::string& number = uk->number.reveal();
        COHORT_ENSURE(
            number.starts_with("+447") && number.size() == 13, "a UK mobile has 11 digits"
        );
        COHORT_ENSURE(all_digits(std::string_view(number).substr(1)), "a number has digits only");
    }
    const auto any = MobileNumber::parse(cell, International::allowed);
    COHORT_ENSURE(!uk.ok() || (any.ok() && any->number == uk->number), "allowing more changed one");
    if (any.ok()) {
        const std::string& number = any->number.reveal();
        COHORT_ENSURE(number.size() >= 8 && number.size() <= 16, "E.164 has at most 15 digits");
        const auto again = MobileNumber::parse(number, International::allowed);
        COHORT_ENSURE(again.ok() && again->number == any->number, "a number is read once only");
    }
}

void read_date_cell(std::string_view cell) {
    const auto reading = read_date(cell);
    if (!reading.ok()) {
        return;
    }
    for (const DateOrder order : {DateOrder::day_first, DateOrder::month_first}) {
        const auto date = reading->as(order, today);
        if (date.ok()) {
            COHORT_ENSURE(date->date.reveal().ok(), "no such date");
            COHORT_ENSURE(
                std::chrono::sys_days{date->date.reveal()} <= std::chrono::sys_days{today},
                "born in the future"
            );
            const auto again = DateOfBirth::parse_iso(date->date.iso());
            COHORT_ENSURE(again.ok() && *again == date->date, "a date is read once only");
        }
    }
}

void read_email(std::string_view cell) {
    const auto email = EmailAddress::parse(cell);
    if (!email.ok()) {
        return;
    }
    const std::string& address = email->reveal();
    COHORT_ENSURE(address.size() <= 254 && is_ascii(address), "an address that relays refuse");
    COHORT_ENSURE(std::ranges::count(address, '@') == 1, "an address with two sides");
    COHORT_ENSURE(
        std::ranges::none_of(
            address, [](char c) { return c <= ' ' || c == 0x7F || c == '<' || c == '>'; }
        ),
        "an address breaks out of its header"
    );
    const auto again = EmailAddress::parse(address);
    COHORT_ENSURE(again.ok() && *again == *email, "an address is read once only");
}

void read_numbers(std::string_view cell) {
    if (const auto number = NhsNumber::parse(cell); number.ok()) {
        COHORT_ENSURE(number->reveal().size() == 10 && all_digits(number->reveal()), "ten digits");
        const auto again = NhsNumber::parse(number->reveal());
        COHORT_ENSURE(again.ok() && *again == *number, "a number is read once only");
    }
    if (const auto code = SnomedCode::parse(cell); code.ok()) {
        const auto again = SnomedCode::parse(code->text());
        COHORT_ENSURE(again.ok() && *again == *code, "a code is read once only");
    }
}

void read_name(std::string_view given, std::string_view family) {
    for (const auto& reading :
         {PatientName::parse(given, family), PatientName::parse_full(given)}) {
        if (!reading.ok()) {
            continue;
        }
        const std::string full = reading->name.full();
        COHORT_ENSURE(!full.empty() && is_valid_utf8(full), "a name that cannot be shown");
        for (std::size_t at = 0; at < full.size();) {
            const auto character = decode_utf8(full, at);
            COHORT_ENSURE(
                !is_control(character.code) && !is_direction_override(character.code),
                "a name turns the text around it"
            );
            at += character.bytes;
        }
    }
}

void read_text(std::string_view cell) {
    const std::string repaired = repair_utf8(cell);
    COHORT_ENSURE(is_valid_utf8(repaired), "repaired text is UTF-8");
    COHORT_ENSURE(is_valid_utf8(cell) == (repaired == cell), "what is well-formed stays");
    COHORT_ENSURE(is_valid_utf8(nfkc(cell)) && is_valid_utf8(nfc(cell)), "a normal form is UTF-8");
    COHORT_ENSURE(nfc(nfc(cell)) == nfc(cell), "a normal form is normal");
    COHORT_ENSURE(fold(fold(cell)) == fold(cell), "folding twice changes nothing");
    const PlainCell plain{cell};
    COHORT_ENSURE(trim(plain.view()) == plain.view(), "a plain cell is trimmed");
    is_excel_number(plain.view());
}

}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes{reinterpret_cast<const char*>(data), size};
    const std::size_t cut = std::min<std::size_t>(fuzz::take_choice(bytes), bytes.size());
    const std::string cell(bytes);
    read_mobile(cell);
    read_date_cell(cell);
    read_email(cell);
    read_numbers(cell);
    read_name(bytes.substr(0, cut), bytes.substr(cut));
    read_text(cell);
    return 0;
}

#include "tests/support/patients.hpp"

#include <array>
#include <fmt/format.h>
#include <string_view>

namespace cohort::test {

namespace {

constexpr std::array<std::string_view, 16> given_names = {
    "Testina",
    "Sampleton",
    "Demoira",
    "Mockford",
    "Trialine",
    "Fakenham",
    "Examplia",
    "Draftus",
    "Protona",
    "Stubwick",
    "Dummera",
    "Pretendra",
    "Fictor",
    "Imagina",
    "Placida",
    "Holderin"
};

constexpr std::array<std::string_view, 16> family_names = {
    "Testpatient",
    "Notreal",
    "Samplesmith",
    "Demojones",
    "Placeholder",
    "Mocktaylor",
    "Fakebrown",
    "Exampleby",
    "Trialwood",
    "Pretendley",
    "Stubbington",
    "Fictionham",
    "Dummyson",
    "Inventon",
    "Zzztest",
    "Imaginary"
};

constexpr std::array<std::string_view, 12> months = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
};

constexpr std::uint64_t first_stem = 999'000'000;

// Modulus 11 (NHS Data Dictionary, NHS NUMBER); 10 means that the nine digits were never issued.
unsigned check_digit(std::uint64_t stem) {
    unsigned sum = 0;
    for (unsigned weight = 2; weight <= 10; ++weight) {
        sum += static_cast<unsigned>(stem % 10) * weight;
        stem /= 10;
    }
    return (11 - sum % 11) % 11;
}

bool has_number(std::uint64_t stem) {
    return check_digit(stem) != 10 && stem != 999'999'999;
}

// The number-th stem that has one. In each ten that share their first eight digits the check digits
// step by 9 modulo 11, so at most one of them is missing: counting starts close below and walks.
std::uint64_t stem_of(std::uint64_t number) {
    static const std::vector<std::uint32_t> before_thousand = [] {
        std::vector<std::uint32_t> counts;
        std::uint32_t count = 0;
        for (std::uint64_t stem = 0; stem < 1'000'000; ++stem) {
            if (stem % 1000 == 0) {
                counts.push_back(count);
            }
            count += has_number(first_stem + stem) ? 1 : 0;
        }
        return counts;
    }();
    std::size_t thousand = 0;
    while (thousand + 1 < before_thousand.size() && before_thousand[thousand + 1] <= number) {
        ++thousand;
    }
    std::uint64_t left = number - before_thousand[thousand];
    std::uint64_t stem = first_stem + thousand * 1000;
    while (!has_number(stem) || left > 0) {
        left -= has_number(stem) ? 1 : 0;
        ++stem;
    }
    return stem;
}

}

Patient patient(std::uint64_t number) {
    const std::uint64_t stem = stem_of(number);
    const std::string_view given = given_names[number % given_names.size()];
    const std::string_view family = family_names[number / given_names.size() % family_names.size()];
    const std::chrono::sys_days birth{
        std::chrono::sys_days{std::chrono::year{1930} / 1 / 1}
        + std::chrono::days{static_cast<int>(number * 7919 % 27'000)}
    };
    return {
        number,
        std::string{given},
        std::string{family},
        std::chrono::year_month_day{birth},
        fmt::format("{}{}", stem, check_digit(stem)),
        fmt::format("07700900{:03}", number % 1000),
        fmt::format("patient{}@example.org", number)
    };
}

std::vector<Patient> patients(std::size_t count, std::uint64_t first) {
    std::vector<Patient> all;
    all.reserve(count);
    for (std::uint64_t number = first; number < first + count; ++number) {
        all.push_back(patient(number));
    }
    return all;
}

std::string emis_csv(const std::vector<Patient>& patients, EmisPreamble preamble) {
    std::string csv;
    if (preamble == EmisPreamble::report) {
        csv += "Invented Surgery,,,,,\r\nRecall list,,,,,\r\n"
               "Last Run:,,,22/11/2026 09:31,,\r\n,,,,,\r\n\"Patient Details\",,,,,\r\n";
    }
    csv += "Given Name,Family Name,Date of Birth,NHS Number,Mobile Telephone,E-mail Address\r\n";
    for (const Patient& each : patients) {
        csv += fmt::format(
            "{},{},{:02}/{:02}/{:04},{} {} {},{},{}\r\n",
            each.given,
            each.family,
            static_cast<unsigned>(each.date_of_birth.day()),
            static_cast<unsigned>(each.date_of_birth.month()),
            static_cast<int>(each.date_of_birth.year()),
            each.nhs_number.substr(0, 3),
            each.nhs_number.substr(3, 3),
            each.nhs_number.substr(6),
            each.mobile,
            each.email
        );
    }
    return csv;
}

std::string systmone_csv(const std::vector<Patient>& patients) {
    std::string csv = "NHS number,First name,Surname,Date of birth,Mobile telephone,Email "
                      "address,Patient Count\r\n";
    for (const Patient& each : patients) {
        csv += fmt::format(
            "{},{},{},{:02}-{}-{:04},{},{},1\r\n",
            each.nhs_number,
            each.given,
            each.family,
            static_cast<unsigned>(each.date_of_birth.day()),
            months[static_cast<unsigned>(each.date_of_birth.month()) - 1],
            static_cast<int>(each.date_of_birth.year()),
            each.mobile,
            each.email
        );
    }
    return csv;
}

}

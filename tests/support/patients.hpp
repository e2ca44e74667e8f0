#pragma once
// Visibly invented patients, and lists of them as EMIS Web and SystmOne write them.
// NHS numbers are in 999 000 0000–999 999 9999, which is never issued; mobiles in 07700
// 900000–900999, which Ofcom keeps for drama (so from 1,000 patients on, some share one); addresses
// at example.org (RFC 2606). The same number always gives the same patient. Pure; any thread.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cohort::test {

struct Patient {
    std::uint64_t number;
    std::string given;
    std::string family;
    std::chrono::year_month_day date_of_birth;
    std::string nhs_number; // ten digits
    std::string mobile;     // 07700900123
    std::string email;
};

// How many different patients there are: every tenth or eleventh number of the range has no check
// digit.
inline constexpr std::uint64_t patients_most = 900'000;

// Requires: number < patients_most.
Patient patient(std::uint64_t number);
std::vector<Patient> patients(std::size_t count, std::uint64_t first = 0);

// Given Name, Family Name, Date of Birth, NHS Number, Mobile Telephone, E-mail Address; with the
// preamble and band row of an EMIS report where asked for; CRLF.
enum class EmisPreamble { none, report };
std::string
emis_csv(const std::vector<Patient>& patients, EmisPreamble preamble = EmisPreamble::none);

// As a breakdown saved as CSV: headings on line 1, dates such as 22-Feb-1984, and a Patient Count;
// CRLF.
std::string systmone_csv(const std::vector<Patient>& patients);

}

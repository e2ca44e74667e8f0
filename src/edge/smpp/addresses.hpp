#pragma once
// Addresses as SMPP wants them: digits or letters, with the type of number and the numbering plan
// that follow from their form (specification, 5.2.5 and 5.2.6). Pure.
#include <cstddef>
#include <cstdint>
#include <string>

namespace cohort::smpp {

inline constexpr std::size_t address_octets_max = 20;

inline constexpr std::uint8_t ton_international = 1;
inline constexpr std::uint8_t npi_isdn = 1;

struct Address {
    std::uint8_t ton;
    std::uint8_t npi;
    std::string digits;
};

// Of a sender: a number with or without '+', a short code, or a name.
Address source_address(const std::string& from);

bool fits_address(const std::string& address);

}

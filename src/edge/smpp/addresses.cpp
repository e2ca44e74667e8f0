#include "edge/smpp/addresses.hpp"

#include <algorithm>

namespace cohort::smpp {
namespace {

constexpr std::uint8_t ton_unknown = 0;
constexpr std::uint8_t ton_alphanumeric = 5;
constexpr std::uint8_t ton_abbreviated = 6;
constexpr std::uint8_t npi_unknown = 0;

}

Address source_address(const std::string& from) {
    const bool plus = from.starts_with('+');
    const std::string bare = plus ? from.substr(1) : from;
    const bool all_digits = std::ranges::all_of(bare, [](char c) { return c >= '0' && c <= '9'; });
    if (bare.empty()) {
        return {ton_unknown, npi_unknown, ""};
    }
    if (!all_digits) {
        return {ton_alphanumeric, npi_unknown, bare};
    }
    if (!plus && bare.size() <= 6) { // a short code
        return {ton_abbreviated, npi_unknown, bare};
    }
    return {plus ? ton_international : ton_unknown, npi_isdn, bare};
}

bool fits_address(const std::string& address) {
    return address.size() <= address_octets_max && address.find('\0') == std::string::npos;
}

}

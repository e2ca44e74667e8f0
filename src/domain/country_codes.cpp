#include "domain/country_codes.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cohort::domain {

namespace {

struct Range {
    std::size_t first;
    std::size_t last;
};

constexpr Range assigned_ranges[] = {
    {1, 1},     {7, 7},     {20, 20},   {27, 27},   {30, 34},   {36, 36},   {39, 41},   {43, 49},
    {51, 58},   {60, 66},   {81, 82},   {84, 84},   {86, 86},   {90, 95},   {98, 98},   {211, 213},
    {216, 216}, {218, 218}, {220, 258}, {260, 269}, {290, 291}, {297, 299}, {350, 359}, {370, 378},
    {380, 383}, {385, 387}, {389, 389}, {420, 421}, {423, 423}, {500, 509}, {590, 599}, {670, 670},
    {672, 683}, {685, 692}, {850, 850}, {852, 853}, {855, 856}, {880, 880}, {886, 886}, {960, 968},
    {970, 977}, {992, 996}, {998, 998},
};

consteval auto make_assigned() {
    std::array<bool, 1000> assigned{};
    for (const Range range : assigned_ranges) {
        for (std::size_t code = range.first; code <= range.last; ++code) {
            assigned[code] = true;
        }
    }
    return assigned;
}

constexpr std::array<bool, 1000> assigned = make_assigned();

}

std::string_view country_code(std::string_view digits) {
    std::size_t code = 0;
    for (std::size_t length = 1; length <= 3 && length <= digits.size(); ++length) {
        code = code * 10 + static_cast<std::size_t>(digits[length - 1] - '0');
        if (code == 0) {
            return {};
        }
        if (assigned[code]) {
            return digits.substr(0, length);
        }
    }
    return {};
}

bool has_numbers_with_leading_zero(std::string_view code) {
    // Italy, Côte d'Ivoire, Burkina Faso, Benin, Gabon, Congo, San Marino, Tajikistan.
    constexpr std::array<std::string_view, 8> codes = {
        "39", "225", "226", "229", "241", "242", "378", "992"
    };
    return std::ranges::find(codes, code) != codes.end();
}

}

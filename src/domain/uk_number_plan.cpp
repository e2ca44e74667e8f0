#include "domain/uk_number_plan.hpp"

#include "domain/ascii.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cohort::domain {

namespace {

using enum UkNumberKind;
using enum UkPlace;

constexpr UkRange plan[] = {
    {"", unassigned, united_kingdom, 10}, // what no row below names: 00, 04 and 06

    {"1", landline, united_kingdom, 9}, // a few areas have numbers that are a digit short
    {"1481", landline, guernsey, 10},
    {"1534", landline, jersey, 10},
    {"1624", landline, isle_of_man, 10},
    {"2", landline, united_kingdom, 10},
    {"3", landline, united_kingdom, 10},

    {"5", special, united_kingdom, 9}, // 0500, closed in June 2017, had nine

    {"70", personal, united_kingdom, 10},
    {"71", mobile, united_kingdom, 10},
    {"72", mobile, united_kingdom, 10},
    {"73", mobile, united_kingdom, 10},
    {"74", mobile, united_kingdom, 10},
    {"74576", mobile, isle_of_man, 10},
    {"75", mobile, united_kingdom, 10},
    {"7509", mobile, jersey, 10},
    {"7524", mobile, isle_of_man, 10},
    {"76", pager, united_kingdom, 10},
    {"7624", mobile, isle_of_man, 10},
    {"77", mobile, united_kingdom, 10},
    {"7700", unassigned, united_kingdom, 10},
    {"77000", mobile, united_kingdom, 10},
    {"77001", mobile, united_kingdom, 10},
    {"77003", mobile, jersey, 10},
    {"77007", mobile, jersey, 10},
    {"77008", mobile, jersey, 10},
    {"7700900", mobile, united_kingdom, 10}, // kept for drama, and so for demonstrations
    {"7781", mobile, guernsey, 10},
    {"7797", mobile, jersey, 10},
    {"78", mobile, united_kingdom, 10},
    {"7829", mobile, jersey, 10},
    {"7839", mobile, guernsey, 10},
    {"79", mobile, united_kingdom, 10},
    {"7911", unassigned, united_kingdom, 10},
    {"79110", mobile, united_kingdom, 10},
    {"79111", mobile, guernsey, 10},
    {"79112", mobile, united_kingdom, 10},
    {"79117", mobile, guernsey, 10},
    {"79118", mobile, united_kingdom, 10},
    {"7924", mobile, isle_of_man, 10},
    {"7937", mobile, jersey, 10},

    {"8", special, united_kingdom, 9}, // some of 0800 have nine
    {"9", premium, united_kingdom, 10},
};

static_assert(plan[0].prefix.empty());
static_assert(
    std::ranges::is_sorted(plan, {}, &UkRange::prefix), "a prefix before its longer ones"
);

// The table as a tree: the first four digits, which settle nearly all, are one step, each later
// digit is one. A step tells the range so far and the node where longer prefixes go on (0: there
// are none).
struct Step {
    std::uint8_t range = 0;
    std::uint8_t next = 0;
};

using Node = std::array<Step, 10>;

constexpr std::size_t first_digits = 4;

constexpr std::size_t digit_of(char c) {
    return static_cast<std::size_t>(c - '0');
}

constexpr std::size_t number_of(std::string_view digits) {
    return static_cast<std::size_t>(ascii_number(digits));
}

struct Tree {
    std::array<Step, 10'000> first{};
    std::array<Node, 6> nodes{}; // too few would not compile; 0 is no node
    std::uint8_t nodes_used = 1;

    // For all that begin so. Requires: four digits or fewer.
    constexpr void set_first(std::string_view prefix, Step step) {
        std::size_t count = 1;
        for (std::size_t digits = prefix.size(); digits < first_digits; ++digits) {
            count *= 10;
        }
        std::fill_n(&first[number_of(prefix) * count], count, step);
    }

    // Made where there is none: whatever the next digit, the range stays what it is so far.
    constexpr Node& node_behind(Step& step) {
        if (step.next == 0) {
            step.next = nodes_used;
            nodes[nodes_used].fill(Step{step.range});
            ++nodes_used;
        }
        return nodes[step.next];
    }

    // Requires: more than four digits.
    constexpr Step& step_at(std::string_view prefix) {
        Step* step = &first[number_of(prefix.substr(0, first_digits))];
        for (const char digit : prefix.substr(first_digits)) {
            step = &node_behind(*step)[digit_of(digit)];
        }
        return *step;
    }
};

consteval Tree make_tree() {
    Tree tree;
    std::uint8_t range = 0;
    for (const UkRange& row : plan) {
        if (row.prefix.size() <= first_digits) {
            tree.set_first(row.prefix, {range});
        } else {
            tree.step_at(row.prefix).range = range;
        }
        ++range;
    }
    return tree;
}

constexpr Tree tree = make_tree();

}

std::span<const UkRange> uk_number_plan() {
    return plan;
}

const UkRange& uk_range(std::string_view national) {
    Step step = tree.first[number_of(national.substr(0, first_digits))];
    for (std::size_t at = first_digits; step.next != 0 && at < national.size(); ++at) {
        step = tree.nodes[step.next][digit_of(national[at])];
    }
    return plan[step.range];
}

UkNumberKind uk_number_kind(std::string_view national) {
    if (national.size() < first_digits || national.size() > uk_digits_max) {
        return unassigned;
    }
    const UkRange& range = uk_range(national);
    return national.size() >= range.digits_min ? range.kind : unassigned;
}

}

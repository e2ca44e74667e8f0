// Goal 5 of docs/performance.md: one UK mobile parsed and normalised, beside a bare scan that only
// adds up the digits of the same cells.
//     usage: number_speed [rounds=9]
// A round is 190,000 numbers that were never read before, so that nothing learns them by heart: 07
// numbers in four spellings, as lists hold them. A tenth are those kept for drama; of the others
// one in nine is a pager's (076) and is refused. They are scanned and parsed in turns, a thousand
// at a time, and the medians of all those turns are told: what else the machine does meanwhile
// spoils some of them only.
#include "base/random.hpp"
#include "bench/support/measure.hpp"
#include "domain/mobile_number.hpp"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <span>
#include <string>
#include <vector>

namespace {

using cohort::bench::median;
using cohort::bench::seconds_since;
using cohort::domain::International;
using cohort::domain::MobileNumber;

constexpr std::size_t numbers_a_round = 190'000;
constexpr std::size_t numbers_a_turn = 1'000;

std::string some_cell(cohort::Random& random) {
    const bool drama = random.below(10) == 0;
    const std::uint64_t national =
        drama ? 7'700'900'000 + random.below(1'000) : 7'100'000'000 + random.below(900'000'000);
    const std::uint64_t head = national / 1'000'000;
    const std::uint64_t tail = national % 1'000'000;
    switch (random.below(4)) {
    case 0:
        return fmt::format("0{}", national);
    case 1:
        return fmt::format("0{} {:06}", head, tail);
    case 2:
        return fmt::format("+44{}", national);
    default:
        return fmt::format("0{} {:03} {:03}", head, tail / 1000, tail % 1000);
    }
}

// The cells behind each other, as in a file.
struct Cells {
    std::string bytes;
    std::vector<std::string_view> each;
};

Cells fresh_cells(cohort::Random& random) {
    Cells cells;
    std::vector<std::size_t> ends;
    ends.reserve(numbers_a_round);
    for (std::size_t i = 0; i < numbers_a_round; ++i) {
        cells.bytes += some_cell(random);
        ends.push_back(cells.bytes.size());
    }
    cells.each.reserve(numbers_a_round);
    std::size_t start = 0;
    for (const std::size_t end : ends) {
        cells.each.push_back(std::string_view{cells.bytes}.substr(start, end - start));
        start = end;
    }
    return cells;
}

std::uint64_t scanned(std::string_view cell) {
    std::uint64_t value = 0;
    for (const char c : cell) {
        if (c >= '0' && c <= '9') {
            value = value * 10 + static_cast<std::uint64_t>(c - '0');
        }
    }
    return value;
}

std::uint64_t taken(std::string_view cell) {
    const auto reading = MobileNumber::parse(cell, International::refused);
    return reading.ok() ? 1 : 0;
}

// Nanoseconds a cell. What `work` answers is added to `sum`, so that it is not left out.
template <class Work>
double
nanoseconds_each(std::span<const std::string_view> cells, std::uint64_t& sum, const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    for (const std::string_view cell : cells) {
        sum += work(cell);
    }
    return seconds_since(start) * 1e9 / static_cast<double>(cells.size());
}

struct Turns {
    std::vector<double> scans;
    std::vector<double> parses;
    std::vector<double> ratios;
};

}

int main(int argc, char** argv) {
    const int rounds = argc > 1 ? std::atoi(argv[1]) : 9;
    cohort::SeededRandom random{2027};
    Turns turns;
    std::uint64_t digits = 0;
    std::uint64_t mobiles = 0;
    for (int round = 0; round < rounds; ++round) {
        const Cells cells = fresh_cells(random);
        for (std::size_t first = 0; first < numbers_a_round; first += numbers_a_turn) {
            const auto some = std::span(cells.each).subspan(first, numbers_a_turn);
            turns.scans.push_back(nanoseconds_each(some, digits, scanned));
            turns.parses.push_back(nanoseconds_each(some, mobiles, taken));
            turns.ratios.push_back(turns.parses.back() / turns.scans.back());
        }
    }
    std::printf(
        "%llu of %zu numbers taken; medians of %zu turns: bare scan %.1f ns a number (%llu), "
        "parsed and normalised %.1f ns, ratio %.2f\n",
        static_cast<unsigned long long>(mobiles),
        static_cast<std::size_t>(rounds) * numbers_a_round,
        turns.ratios.size(),
        median(turns.scans),
        static_cast<unsigned long long>(digits),
        median(turns.parses),
        median(turns.ratios)
    );
    return EXIT_SUCCESS;
}

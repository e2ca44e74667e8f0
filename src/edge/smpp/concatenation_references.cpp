#include "edge/smpp/concatenation_references.hpp"

#include <cstddef>
#include <functional>

namespace cohort::smpp {
namespace {

// A list of ten thousand leaves less than one other number to a counter.
constexpr std::size_t counters = 16'384;

}

ConcatenationReferences::ConcatenationReferences(std::uint16_t first)
    : first_(first), counts_(counters) {}

std::uint16_t ConcatenationReferences::next(std::string_view destination) {
    std::uint16_t& count = counts_[std::hash<std::string_view>{}(destination) % counters];
    return static_cast<std::uint16_t>(first_ + ++count);
}

}

#include "flow/send/in_line.hpp"

#include <algorithm>
#include <map>

namespace cohort::send {

std::optional<Milliseconds>
time_left(std::span<const InLine> line, PracticeId practice, BulkMessageId id, double per_second) {
    constexpr double stands_still = 0.001;
    const auto ours = std::ranges::find_if(line, [&](const InLine& one) {
        return one.practice == practice && one.bulk_message == id;
    });
    if (ours == line.end() || per_second < stands_still) {
        return std::nullopt;
    }
    // Of the practice's own, the shorter ones are served before.
    std::int64_t served_to_us = 0;
    std::map<PracticeId, std::int64_t> others;
    for (const InLine& one : line) {
        if (one.practice != practice) {
            others[one.practice] += one.messages;
        } else if (one.messages <= ours->messages) {
            served_to_us += one.messages;
        }
    }
    // By then each other practice has been served as much, or all that it wanted.
    std::int64_t served = served_to_us;
    for (const auto& [other, messages] : others) {
        served += std::min(messages, served_to_us);
    }
    return Milliseconds{static_cast<std::int64_t>(static_cast<double>(served) / per_second * 1000)};
}

}

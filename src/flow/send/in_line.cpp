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
    // Of the practice's own, those before it in line are served before.
    std::int64_t served_to_us = ours->messages;
    bool before_us = true;
    std::map<PracticeId, std::int64_t> others;
    for (const InLine& one : line) {
        before_us = before_us && one.bulk_message != id;
        if (one.practice != practice) {
            others[one.practice] += one.messages;
        } else if (before_us) {
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

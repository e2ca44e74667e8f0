#pragma once
// What waits for one channel's gateway, and an honest estimate of when its last message leaves.
// Pure.
#include "base/clock.hpp"
#include "base/id.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cohort::send {

struct InLine {
    PracticeId practice;
    BulkMessageId bulk_message;
    std::int64_t messages;
};

// How long until all that waits of one bulk message has been handed over, when practices are served
// alike as FairShares does and nobody new comes. That small sends go first is left out: they take
// less. Empty when it does not wait, or nothing moves.
std::optional<Milliseconds>
time_left(std::span<const InLine> line, PracticeId practice, BulkMessageId id, double per_second);

}

#pragma once
// Bulk messages of which a claim found less than it asked for: what else they have is not due, or
// may not be sent now. They are set aside for a while, so that thousands that wait for their next
// try do not stand in line before one that could go.
#include "flow/send/inside.hpp"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace cohort::send {

class SetAside {
public:
    static constexpr auto longest = std::chrono::seconds{30};
    static constexpr auto when_unknown = std::chrono::seconds{1};

    // `left`: how many wait of it now. `next_due`: when the next of them may go, if that is known.
    void
    add(const Unfinished& one, std::int64_t left, std::optional<TimePoint> next_due, TimePoint now
    ) {
        const TimePoint until = std::min(next_due.value_or(now + when_unknown), now + longest);
        aside_[{one.practice, one.id}] = {left, now, until};
    }

    // Not while it has more waiting than it had: somebody put it in line again. A clock that was
    // put back ends it too.
    bool contains(const Unfinished& one, TimePoint now) const {
        const auto found = aside_.find({one.practice, one.id});
        return found != aside_.end() && one.queued <= found->second.left
               && now >= found->second.since && now < found->second.until;
    }

    void forget_ended(TimePoint now) {
        std::erase_if(aside_, [now](const auto& one) { return now >= one.second.until; });
    }

private:
    struct Entry {
        std::int64_t left;
        TimePoint since;
        TimePoint until;
    };

    std::map<std::pair<PracticeId, BulkMessageId>, Entry> aside_;
};

}

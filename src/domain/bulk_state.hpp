#pragma once
// The one word beside a bulk message (M16), worked out from its messages, never stored apart from
// them.
#include "base/clock.hpp"
#include "domain/message_state.hpp"

#include <array>
#include <cstdint>
#include <string_view>

namespace cohort::domain {

enum class BulkState : std::uint8_t { scheduled, sending, paused, stopped, ok, error };

// What staff last asked for.
enum class BulkControl : std::uint8_t { run, pause, stop };

class StateCounts {
public:
    std::int64_t& operator[](MessageState state) {
        return counts_[static_cast<std::size_t>(state)];
    }

    std::int64_t operator[](MessageState state) const {
        return counts_[static_cast<std::size_t>(state)];
    }

    std::int64_t of(ShownState state) const;
    std::int64_t total() const;
    std::int64_t open() const;
    std::int64_t errors() const;
    std::int64_t may_be_tried_again() const;

    friend bool operator==(const StateCounts&, const StateCounts&) = default;

private:
    std::array<std::int64_t, message_states_count> counts_{};
};

// While a message is open: Scheduled before send_at, else Sending, Paused or Stopped. At the end:
// Error if anyone failed, was refused, expired, is in doubt or has no receipt; else Stopped if Stop
// kept it from anyone; else OK. Left out never makes an Error; an accepted message is sent, so
// waiting for receipts does not keep it Sending.
BulkState
bulk_state(BulkControl control, const StateCounts& counts, TimePoint send_at, TimePoint now);

std::string_view text(BulkState state);  // "scheduled", "ok", …
std::string_view words(BulkState state); // "Scheduled", "OK", …

}

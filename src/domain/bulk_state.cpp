#include "domain/bulk_state.hpp"

namespace cohort::domain {

namespace {

template <class Belongs>
std::int64_t sum(const StateCounts& counts, Belongs belongs) {
    std::int64_t total = 0;
    for (const MessageState state : message_states_all) {
        total += belongs(state) ? counts[state] : 0;
    }
    return total;
}

BulkState before_the_end(BulkControl control, bool is_early) {
    switch (control) {
    case BulkControl::run:
        return is_early ? BulkState::scheduled : BulkState::sending;
    case BulkControl::pause:
        return BulkState::paused;
    case BulkControl::stop:
        return BulkState::stopped;
    }
    return BulkState::sending;
}

}

std::int64_t StateCounts::of(ShownState wanted) const {
    return sum(*this, [&](MessageState state) { return shown(state) == wanted; });
}

std::int64_t StateCounts::total() const {
    return sum(*this, [](MessageState) { return true; });
}

std::int64_t StateCounts::open() const {
    return sum(*this, [](MessageState state) { return is_open(state); });
}

std::int64_t StateCounts::errors() const {
    return sum(*this, [](MessageState state) { return is_error(state); });
}

std::int64_t StateCounts::may_be_tried_again() const {
    return sum(*this, [](MessageState state) { return domain::may_be_tried_again(state); });
}

BulkState
bulk_state(BulkControl control, const StateCounts& counts, TimePoint send_at, TimePoint now) {
    if (counts.open() > 0 || counts.total() == 0) {
        const bool untouched = counts[MessageState::planned] == counts.open();
        return before_the_end(control, now < send_at && untouched);
    }
    if (counts.errors() > 0) {
        return BulkState::error;
    }
    const bool kept_from_someone = counts[MessageState::cancelled] > 0;
    return kept_from_someone ? BulkState::stopped : BulkState::ok;
}

std::string_view text(BulkState state) {
    switch (state) {
    case BulkState::scheduled:
        return "scheduled";
    case BulkState::sending:
        return "sending";
    case BulkState::paused:
        return "paused";
    case BulkState::stopped:
        return "stopped";
    case BulkState::ok:
        return "ok";
    case BulkState::error:
        return "error";
    }
    return {};
}

std::string_view words(BulkState state) {
    switch (state) {
    case BulkState::scheduled:
        return "Scheduled";
    case BulkState::sending:
        return "Sending";
    case BulkState::paused:
        return "Paused";
    case BulkState::stopped:
        return "Stopped";
    case BulkState::ok:
        return "OK";
    case BulkState::error:
        return "Error";
    }
    return {};
}

}

#include "domain/bulk_state.hpp"

#include <doctest/doctest.h>

using namespace cohort::domain;
using cohort::TimePoint;
using namespace std::chrono_literals;

namespace {

constexpr TimePoint noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + 12h};

StateCounts counts_of(std::initializer_list<std::pair<MessageState, int>> pairs) {
    StateCounts counts;
    for (const auto& [state, count] : pairs) {
        counts[state] = count;
    }
    return counts;
}

std::string_view
state_of(BulkControl control, const StateCounts& counts, TimePoint send_at = noon) {
    return words(bulk_state(control, counts, send_at, noon));
}

} // namespace

TEST_CASE("bulk_state: before the end it is what staff asked for") {
    using enum MessageState;
    const auto waiting = counts_of({{planned, 3}});
    const auto going = counts_of({{planned, 1}, {attempting, 1}, {failed, 1}});

    CHECK(state_of(BulkControl::run, waiting, noon + 1ms) == "Scheduled");
    CHECK(state_of(BulkControl::run, waiting, noon) == "Sending");
    CHECK(state_of(BulkControl::run, going) == "Sending");
    CHECK(state_of(BulkControl::pause, going) == "Paused");
    CHECK(state_of(BulkControl::stop, going) == "Stopped");
    CHECK(state_of(BulkControl::pause, waiting, noon + 1h) == "Paused");
    CHECK(
        state_of(BulkControl::run, counts_of({{queued, 1}, {planned, 1}}), noon + 1h) == "Sending"
    );
}

TEST_CASE("bulk_state: a bulk message without messages yet is not at its end") {
    CHECK(state_of(BulkControl::run, StateCounts{}, noon + 1h) == "Scheduled");
    CHECK(state_of(BulkControl::run, StateCounts{}, noon) == "Sending");
    CHECK(state_of(BulkControl::stop, StateCounts{}) == "Stopped");
}

TEST_CASE("bulk_state: at the end one error makes Error, whichever it is") {
    for (const MessageState state : message_states_all) {
        if (is_open(state)) {
            continue;
        }
        CAPTURE(text(state));
        const auto counts = counts_of({{MessageState::delivered, 9}, {state, 1}});
        const std::string_view expected = is_error(state)                    ? "Error"
                                          : state == MessageState::cancelled ? "Stopped"
                                                                             : "OK";
        CHECK(state_of(BulkControl::run, counts) == expected);
    }
}

TEST_CASE("bulk_state: at the end the control no longer counts, but who was kept from it does") {
    using enum MessageState;
    CHECK(state_of(BulkControl::pause, counts_of({{delivered, 2}})) == "OK");
    CHECK(state_of(BulkControl::stop, counts_of({{delivered, 2}})) == "OK");
    CHECK(state_of(BulkControl::stop, counts_of({{delivered, 2}, {cancelled, 1}})) == "Stopped");
    CHECK(state_of(BulkControl::stop, counts_of({{failed, 2}, {cancelled, 1}})) == "Error");
    CHECK(state_of(BulkControl::run, counts_of({{skipped, 2}})) == "OK");
    CHECK(state_of(BulkControl::run, counts_of({{accepted, 2}})) == "OK");
}

TEST_CASE("bulk_state: the counts people see add up to the list") {
    StateCounts counts;
    std::int64_t next = 1;
    for (const MessageState state : message_states_all) {
        counts[state] = next;
        next *= 2;
    }
    std::int64_t seen = 0;
    for (const ShownState state : shown_states_all) {
        seen += counts.of(state);
    }
    CHECK(seen == counts.total());
    CHECK(counts.total() == (1 << message_states_count) - 1);
    CHECK(
        counts.may_be_tried_again()
        == counts[MessageState::failed] + counts[MessageState::refused]
               + counts[MessageState::expired]
    );
    CHECK(
        counts.errors()
        == counts.may_be_tried_again() + counts[MessageState::no_receipt]
               + counts[MessageState::in_doubt]
    );
}

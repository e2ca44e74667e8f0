#pragma once
// What must hold at every moment and in the end, read from the carrier's ledger and the store
// alone. Each returns the first thing that is wrong, in words.
#include "tests/simulation/carrier.hpp"

#include "domain/bulk_state.hpp"
#include "domain/send_window.hpp"
#include "flow/send/send.hpp"
#include "platform/db/database.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cohort::simulation {

using Complaint = std::optional<std::string>;

struct TriedAgain {
    Instant at;
    send::AlsoTry also;
};

struct Pause {
    Instant from;
    std::optional<Instant> to = {};
};

struct Sent {
    PracticeId practice;
    BulkMessageId id;
    std::size_t patients;
    std::string text;     // after the name
    bool anyway = false;  // outside the practice's hours
    TimePoint not_before; // by the process's clock: the time to undo, or the time chosen
    bool stopped = false;
    Instant stopped_at = {};
    // Presses of 'Try sending message again'.
    std::vector<TriedAgain> tried_again = {};
    std::vector<Pause> pauses = {};
};

struct Row {
    domain::MessageState state;
    std::int64_t attempt;
    std::string reason;
};

using Rows = std::map<std::int64_t, Row>;

Rows rows_of(db::Database& database, const Sent& sent);

// The counts are those of the rows, and add up to the list (G6).
Complaint counts_add_up(db::Database& database, const Sent& sent);
// Nobody has got a message twice (G7), or somebody else's (G11), and an attempt that may have
// arrived was not followed by another (G10).
Complaint nobody_twice(const std::vector<Handed>& handed, const std::vector<Sent>& sent);
Complaint doubt_is_not_resent(db::Database& database, const Sent& sent);
// After Stop at most what was under way leaves (G38), and the same while it is paused.
Complaint
stop_stops(const std::vector<Handed>& handed, const std::vector<Sent>& sent, std::size_t places);
Complaint
pause_pauses(const std::vector<Handed>& handed, const std::vector<Sent>& sent, std::size_t places);
// 'Try sending message again' has taken those it may, and all of them (G39).
Complaint again_took(const Rows& before, const Rows& after, const send::AlsoTry& also);
// Every mark was made while its sending was sending (G38), inside the hours unless somebody chose
// otherwise (G22), before its latest instant (G23), and not before the time to undo was over or its
// time had come (G14, G20) unless the clock was set back since; and nothing has started more than
// an hour late without being asked for (G22).
enum class ClockSet { never, now_and_then };
Complaint marked_when_it_may(
    db::Database& database, const Sent& sent, const domain::SendWindow& hours, ClockSet clock_set
);
// Nothing reached the carrier later than this after its mark was made: a process that was stopped
// in between has not sent it when it went on. `starts_at`: the process's clock when time began.
// Requires: that clock was never set.
Complaint begun_in_time(
    db::Database& database,
    const Sent& sent,
    const std::vector<Handed>& handed,
    TimePoint starts_at,
    Duration most
);
// At the end of a run: every message says what the carrier knows of it.
Complaint says_the_truth(
    db::Database& database,
    const Sent& sent,
    const Carrier& carrier,
    const std::vector<Instant>& crashes
);

}

#pragma once
// How many texts a practice may have sent (G70). Counted when they are accepted, in the transaction
// that accepts them and by rows that it locks, so that the limits are never exceeded, not by one,
// however many nodes accept at once. A day and a month are London's. Threads: inside the caller's
// database job.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "platform/db/database.hpp"

#include <cstdint>
#include <optional>

namespace cohort::practice {

struct Allowance {
    std::optional<std::int64_t> texts_a_day; // none: no limit
    std::optional<std::int64_t> texts_a_month;

    friend bool operator==(const Allowance&, const Allowance&) = default;
};

// Requires of all: the practice exists.
Allowance load_allowance(db::Snapshot& at, PracticeId practice);
// Requires: limits above zero. What is accepted already stays so.
void set_allowance(db::Transaction& tx, PracticeId practice, const Allowance& allowance);

// So many texts that are to start at this time. Errors: allowance.day_used_up,
// allowance.month_used_up.
Outcome use_texts(db::Transaction& tx, PracticeId practice, TimePoint start, std::int64_t texts);
// Of those, so many will never leave.
void give_back_texts(db::Transaction& tx, PracticeId practice, TimePoint start, std::int64_t texts);

}

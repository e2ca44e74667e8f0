#pragma once
// What stays of a deleted list beside its name and files: who deleted it, and when.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "platform/db/database.hpp"

#include <optional>
#include <string>

namespace cohort::lists {

struct Deletion {
    std::string by; // "Cohort", where nobody had used the list for long
    TimePoint at;
};

// None of a list that is not deleted.
std::optional<Deletion> deletion_of(db::Snapshot& at, PracticeId practice, ListId list);

}

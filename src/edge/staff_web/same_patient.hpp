#pragma once
// The other rows of a refused row's patient: those that it stands against, and the one that is on
// the list instead.
#include "edge/staff_web/pages/row.hpp"
#include "edge/staff_web/staff_web.hpp"

#include <span>
#include <vector>

namespace cohort::staff_web {

// What a patient's row says here: its NHS number is not shown where it is not needed.
lists::Cells cells_to_show(const lists::Patient& patient);

// Of each of these rows, where they are; a few of them, and how many more. None of a row that was
// refused for a reason of its own. Errors: sealed.damaged.
Result<std::vector<SamePatient>> places_of_same_patients(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    std::span<const lists::RefusedRow> rows
);

// Of one row, with what they say.
Result<OtherRows> rows_of_same_patient(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
);

}

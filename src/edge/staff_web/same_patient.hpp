#pragma once
// The other rows of a refused row's patient: those that it stands against, and the one that is on
// the list instead.
#include "edge/staff_web/pages/row.hpp"
#include "edge/staff_web/staff_web.hpp"

#include <vector>

namespace cohort::staff_web {

// Where they are; a few of them. None of a row that was refused for a reason of its own. Errors:
// sealed.damaged.
Result<std::vector<RowPlace>> places_of_same_patient(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
);

// The same, with what they say.
Result<std::vector<OtherRow>> rows_of_same_patient(
    db::Snapshot& at,
    const Deps& deps,
    PracticeId practice,
    ListId list,
    const lists::RefusedRow& row
);

}

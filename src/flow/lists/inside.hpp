#pragma once
// What the parts of this stage share.
#include "flow/lists/lists.hpp"
#include "flow/lists/review.hpp"

namespace cohort::lists {

inline Error not_found() {
    return {ErrorKind::not_found, "list.not_found"};
}

// Refused where the list cannot be changed. Errors: list.not_found, list.not_draft,
// list.file_being_added.
Outcome check_draft(db::Snapshot& at, PracticeId practice, ListId list);
bool file_being_added(db::Snapshot& at, PracticeId practice, ListId list);

Result<Placed>
open_patient(const practice::Sealer& sealer, PracticeId practice, ListId list, const db::Row& row);

// Lines that are joined: the seven headings of a file.
std::string join(const Cells& cells);
Cells split(std::string_view joined);

}

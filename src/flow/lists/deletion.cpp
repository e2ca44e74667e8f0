#include "flow/lists/deletion.hpp"

#include "flow/lists/sql.hpp"

namespace cohort::lists {

std::optional<Deletion> deletion_of(db::Snapshot& at, PracticeId practice, ListId list) {
    return at.one(
        sql::load_deletion,
        [](const db::Row& row) { return Deletion{std::string(row.text(0)), row.time(1)}; },
        practice,
        list
    );
}

}

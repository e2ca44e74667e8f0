#include "flow/lists/inside.hpp"

#include "flow/lists/sql.hpp"

#include <algorithm>

namespace cohort::lists {

Outcome check_draft(db::Snapshot& at, PracticeId practice, ListId list) {
    const auto state = at.one(
        sql::load_state, [](const db::Row& row) { return std::string(row.text(0)); }, practice, list
    );
    if (!state || *state == "receiving" || *state == "abandoned") {
        return not_found();
    }
    if (*state != "draft") {
        return Error{ErrorKind::conflict, "list.not_draft"};
    }
    if (file_being_added(at, practice, list)) {
        return Error{ErrorKind::conflict, "list.file_being_added"};
    }
    return done();
}

bool file_being_added(db::Snapshot& at, PracticeId practice, ListId list) {
    const auto any = [](const db::Row&) { return true; };
    return at.one(sql::find_receiving_file, any, practice, list).has_value();
}

std::string join(const Cells& cells) {
    std::string joined;
    for (const std::string& cell : cells) {
        joined += cell + '\n';
    }
    return joined;
}

Cells split(std::string_view joined) {
    Cells cells;
    for (std::string& cell : cells) {
        const auto end = joined.find('\n');
        cell = joined.substr(0, end);
        joined.remove_prefix(std::min(joined.size(), cell.size() + 1));
    }
    return cells;
}

}

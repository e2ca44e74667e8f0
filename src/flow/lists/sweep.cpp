// What nobody will use: given up, found by the sweeper, and removed in pieces.
#include "flow/lists/inside.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/lists/sql.hpp"

#include <algorithm>
#include <string>

namespace cohort::lists {
namespace {

// One write's share: short enough that nobody's commit waits for it.
constexpr std::int64_t swept_at_once_max = 5'000;

std::vector<Forgotten>
find(db::Snapshot& at, const db::Sql& sql, TimePoint before, std::int64_t most) {
    return at.all(
        sql,
        [](const db::Row& row) { return Forgotten{row.id<PracticeId>(0), row.id<ListId>(1)}; },
        before,
        most
    );
}

void abandon_list(db::Transaction& tx, PracticeId practice, ListId list, std::string_view from) {
    if (tx.run(sql::abandon_list, practice, list, from) == 1) {
        tx.run(sql::abandon_files, practice, list);
    }
}

enum class Rows { of_all_files, of_abandoned_files };

// Whether any were there.
bool discard_rows(db::Transaction& tx, const Forgotten& of, Rows which) {
    const bool all = which == Rows::of_all_files;
    std::int64_t removed = 0;
    // Reasons before the rows they are of.
    for (const db::Sql* sql :
         {&sql::discard_reasons,
          &sql::discard_refused_rows,
          &sql::discard_patients,
          &sql::discard_warnings}) {
        removed += tx.run(*sql, of.practice, of.list, all, swept_at_once_max);
    }
    return removed > 0;
}

}

void Receiving::abandon(db::Transaction& tx, const FileRef& file) const {
    tx.run(sql::abandon_file, file.practice, file.list, file.number);
    tx.run(sql::abandon_unbegun, file.practice, file.list);
}

Outcome Receiving::discard(db::Transaction& tx, const practice::Actor& actor, ListId list) const {
    COHORT_CHECK(check_draft(tx, actor.practice, list));
    abandon_list(tx, actor.practice, list, "draft");
    practice::audit(tx, actor, "list.discarded", list.text(), clock_.now(), random_);
    return done();
}

bool Receiving::any_left_behind(db::Snapshot& at) const {
    return at.one(sql::any_left_behind, [](const db::Row&) { return true; }).has_value();
}

void Receiving::abandon_left_behind(db::Transaction& tx) const {
    const std::vector<FileRef> files = tx.all(sql::find_left_behind, [](const db::Row& row) {
        return FileRef{row.id<PracticeId>(0), row.id<ListId>(1), row.integer(2)};
    });
    for (const FileRef& file : files) {
        abandon(tx, file);
    }
}

std::vector<Forgotten>
Receiving::forgotten(db::Snapshot& at, const Cutoffs& cutoffs, std::int64_t most) const {
    std::vector<Forgotten> all = find(at, sql::find_forgotten_lists, cutoffs.changed_before, most);
    for (const Forgotten& each :
         find(at, sql::find_forgotten_files, cutoffs.received_before, most)) {
        all.push_back(each);
    }
    for (const Forgotten& each : find(at, sql::find_unused_lists, cutoffs.used_before, most)) {
        all.push_back(each);
    }
    return all;
}

bool Receiving::sweep_some(db::Transaction& tx, const Forgotten& forgotten, const Cutoffs& cutoffs)
    const {
    const auto& [practice, list] = forgotten;
    tx.run(sql::abandon_stopped_files, practice, list, cutoffs.received_before);
    tx.run(sql::abandon_unbegun, practice, list);
    if (tx.run(sql::abandon_unconfirmed, practice, list, cutoffs.changed_before) == 1) {
        tx.run(sql::abandon_files, practice, list);
    }
    remove_unused(tx, forgotten, cutoffs.used_before);
    const std::string state = tx.one(
                                    sql::load_state,
                                    [](const db::Row& row) { return std::string(row.text(0)); },
                                    practice,
                                    list
    )
                                  .value_or("");
    if (state == "abandoned") {
        if (!discard_rows(tx, forgotten, Rows::of_all_files)) {
            tx.run(sql::discard_counts, practice, list);
            tx.run(sql::forget_shared, practice, list);
            tx.run(sql::discard_files, practice, list);
            tx.run(sql::discard_list, practice, list);
        }
        return true;
    }
    if (state == "deleting") {
        if (!discard_rows(tx, forgotten, Rows::of_all_files)) {
            tx.run(sql::discard_counts, practice, list);
            tx.run(sql::forget_shared, practice, list);
            tx.run(sql::end_removal, practice, list);
        }
        return true;
    }
    const auto any = [](const db::Row&) { return true; };
    if (!tx.one(sql::find_abandoned_file, any, practice, list)) {
        return false;
    }
    return discard_rows(tx, forgotten, Rows::of_abandoned_files)
           || tx.run(sql::discard_files, practice, list) > 0;
}

// Its time is over: what nobody has used for so long goes, unless a bulk message needs it.
void Receiving::remove_unused(
    db::Transaction& tx, const Forgotten& forgotten, TimePoint used_before
) const {
    const auto used_at = tx.one(
        sql::load_used_at,
        [](const db::Row& row) { return row.time(0); },
        forgotten.practice,
        forgotten.list
    );
    if (used_at && *used_at < used_before) {
        const practice::Actor nobody{forgotten.practice, "Cohort"};
        // A list that is needed stays, and is looked at again next time.
        static_cast<void>(lists_.remove(tx, nobody, forgotten.list));
    }
}

}

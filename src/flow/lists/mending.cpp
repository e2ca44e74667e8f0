// The review as it is acted upon: a refused row is corrected or left out.
#include "flow/lists/draft_change.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/review.hpp"
#include "flow/lists/sql.hpp"

#include <algorithm>
#include <string>

namespace cohort::lists {
namespace {

Error refusal(ErrorCode code) {
    return {ErrorKind::conflict, code};
}

// The row as it stands, if it may still be changed.
Result<RefusedRow> open_row(
    const Reviewing& reviewing,
    db::Transaction& tx,
    PracticeId practice,
    ListId list,
    std::int64_t number
) {
    COHORT_CHECK(check_draft(tx, practice, list));
    COHORT_TRY(row, reviewing.row(tx, practice, list, number));
    if (row.state != RefusedRow::State::refused) {
        return refusal("row.settled");
    }
    return row;
}

// Of which patient a refused row is; empty where it is none by itself.
std::string hash_of(db::Transaction& tx, PracticeId practice, ListId list, std::int64_t row) {
    const auto read = [](const db::Row& found) {
        return found.is_null(0) ? std::string() : std::string(found.bytes(0));
    };
    return tx.one(sql::load_row_hash, read, practice, list, row).value_or(std::string());
}

bool is_in_conflict(const RefusedRow& row) {
    return std::ranges::find(row.reasons, Reason{"duplicate.conflict"}) != row.reasons.end();
}

std::string subject(ListId list, std::int64_t row) {
    return list.text() + " row " + std::to_string(row);
}

}

Outcome Reviewing::correct(
    db::Transaction& tx,
    const practice::Actor& actor,
    ListId list,
    const Correction& correction,
    const Patient& patient
) const {
    const PracticeId practice = actor.practice;
    const TimePoint now = clock_.now();
    COHORT_TRY(row, open_row(*this, tx, practice, list, correction.row));
    COHORT_TRY(change, DraftChange::begin(tx, lists_.practices(), practice, list, now));
    if (change.revision() != correction.revision) {
        return refusal("list.changed");
    }
    if (correction.same_number) {
        const bool same = agree(correction.same_number->patient, patient);
        return same ? refusal("row.on_list_already") : refusal("row.stands_against");
    }
    const auto hash = [this](const Patient& of) {
        return lists_.practices().keyring().hash(
            practice::HashOf::nhs_number, of.nhs_number.reveal()
        );
    };
    if (change.any_disagrees(patient, row.number)) {
        return refusal("row.stands_against");
    }
    if (!change.any_stands(hash(patient), row.number)) {
        Patient corrected = patient;
        corrected.file = row.file;
        corrected.line = row.line;
        change.promote(row.number, row.reasons, corrected);
        change.note(row, correction.warnings);
    } else {
        // It says now what another row of this patient says: that one is used.
        change.leave_out(row.number, row.reasons);
        COHORT_CHECK(change.judge_again(hash(patient)));
    }
    const std::string was = hash_of(tx, practice, list, row.number);
    if (is_in_conflict(row) && was != hash(patient)) {
        COHORT_CHECK(change.judge_again(was));
    }
    COHORT_CHECK(change.store());
    practice::audit(tx, actor, "list.row_corrected", subject(list, row.number), now, random_);
    return done();
}

Outcome Reviewing::leave_out(
    db::Transaction& tx, const practice::Actor& actor, ListId list, std::int64_t number
) const {
    const PracticeId practice = actor.practice;
    const TimePoint now = clock_.now();
    COHORT_TRY(row, open_row(*this, tx, practice, list, number));
    COHORT_TRY(change, DraftChange::begin(tx, lists_.practices(), practice, list, now));
    change.leave_out(row.number, row.reasons);
    if (is_in_conflict(row)) {
        COHORT_CHECK(change.judge_again(hash_of(tx, practice, list, row.number)));
    }
    COHORT_CHECK(change.store());
    practice::audit(tx, actor, "list.row_left_out", subject(list, row.number), now, random_);
    return done();
}

Outcome Reviewing::put_back(
    db::Transaction& tx, const practice::Actor& actor, ListId list, std::int64_t number
) const {
    const PracticeId practice = actor.practice;
    const TimePoint now = clock_.now();
    COHORT_CHECK(check_draft(tx, practice, list));
    COHORT_TRY(row, this->row(tx, practice, list, number));
    if (row.state != RefusedRow::State::left_out) {
        return refusal("row.not_left_out");
    }
    COHORT_TRY(change, DraftChange::begin(tx, lists_.practices(), practice, list, now));
    change.put_back(row.number, row.reasons);
    COHORT_TRY(self, change.standing(number));
    if (self) {
        COHORT_TRY(on_list, lists_.find(tx, practice, list, self->patient.nhs_number));
        if (on_list.empty()) {
            COHORT_CHECK(change.judge_put_back(*self));
        } else if (agree(on_list.front().patient, self->patient)) {
            change.agree_with_list(*self);
        } else {
            change.stand_against(on_list.front());
        }
    }
    COHORT_CHECK(change.store());
    practice::audit(tx, actor, "list.row_put_back", subject(list, row.number), now, random_);
    return done();
}

Result<std::int64_t> Reviewing::leave_out_some(
    db::Transaction& tx,
    const practice::Actor& actor,
    ListId list,
    std::string_view code,
    std::int64_t most
) const {
    const PracticeId practice = actor.practice;
    const TimePoint now = clock_.now();
    COHORT_CHECK(check_draft(tx, practice, list));
    COHORT_TRY(rows, refused(tx, practice, list, code, 0, most));
    if (rows.empty()) {
        return 0;
    }
    COHORT_TRY(change, DraftChange::begin(tx, lists_.practices(), practice, list, now));
    for (const RefusedRow& row : rows) {
        if (is_in_conflict(row)) {
            return refusal("row.stands_against");
        }
        change.leave_out(row.number, row.reasons);
    }
    COHORT_CHECK(change.store());
    const std::string which = list.text() + " rows " + std::to_string(rows.front().number) + " to "
                              + std::to_string(rows.back().number) + " for " + std::string(code);
    practice::audit(tx, actor, "list.rows_left_out", which, now, random_);
    return std::ssize(rows);
}

}

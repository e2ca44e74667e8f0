#pragma once
// The review of a draft: what was refused and why, what was noticed or repaired, and what a person
// does about it.
// Promise: a correction is kept only where the corrected row is a patient by the rules that judged
// the file; what it changes between rows of one NHS number is judged again at once. Every change is
// audited, by row number and never by patient. A confirmed list is not changed.
// Threads: any; each call runs inside the caller's database job.
#include "flow/lists/lists.hpp"
#include "platform/net/task.hpp"

namespace cohort::lists {

struct Reason {
    std::string code;
    std::optional<Field> field = {}; // none: the row as a whole

    friend bool operator==(const Reason&, const Reason&) = default;
};

struct RefusedRow {
    enum class State { refused, mended, left_out };
    std::int64_t number; // in the list
    std::int64_t file;
    std::int64_t line;
    State state;
    std::vector<Reason> reasons;
    Cells cells;
};

struct Warning {
    std::int64_t number;
    std::string code;
    std::int64_t file;
    std::optional<std::int64_t> line; // none: about the whole file
    std::string heading;              // of the column it is about, as the file spells it
    std::string found;                // of contact.shared: the patient's name
    std::string kept;                 // what was made of it; empty: it was not used
};

// The same before it has a place.
struct NewWarning {
    std::string code;
    std::optional<std::int64_t> line = {};
    std::string heading = {};
    std::string found = {};
    std::string kept = {};
};

struct CodeCount {
    std::string code;
    std::int64_t rows;
};

// A number is told of as shared by many from so many patients on, and so many numbers at most.
inline constexpr std::int64_t shared_by_many_min = 3;
inline constexpr std::int64_t shared_told_most = 50;

struct SharedMobile {
    domain::MobileNumber mobile;
    std::int64_t patients;
};

struct Review {
    Summary list;
    std::vector<File> files;
    std::vector<CodeCount> refused;  // most rows first
    std::vector<CodeCount> warnings; // most rows first
    std::vector<SharedMobile> shared;
    std::optional<std::int64_t> usual_patients;
    bool file_being_added = false;
    std::vector<std::string> being_left_out = {}; // the reasons of which all rows are
};

// All rows of a draft that are refused for this reason, by whom.
struct AskedToLeaveOut {
    practice::Actor actor;
    ListId list;
    std::string code;
};

// What the corrections of a row lead to.
struct Correction {
    std::int64_t row;
    std::int64_t revision;             // of the list, as `same_number` was looked up
    std::optional<Placed> same_number; // who has the corrected NHS number now
    std::vector<NewWarning> warnings;  // what was noticed or repaired in it
};

class Reviewing {
public:
    Reviewing(const Lists& lists, const Clock& clock, Random& random);

    // Errors: list.not_found.
    Result<Review> review(db::Snapshot& at, PracticeId practice, ListId list) const;

    // Rows still refused, with a number above `after`, in order; of one reason, or of all.
    Result<std::vector<RefusedRow>> refused(
        db::Snapshot& at,
        PracticeId practice,
        ListId list,
        std::string_view code, // empty: all
        std::int64_t after,
        std::int64_t most
    ) const;
    // Rows that somebody left out, likewise.
    Result<std::vector<RefusedRow>> left_out(
        db::Snapshot& at, PracticeId practice, ListId list, std::int64_t after, std::int64_t most
    ) const;
    // Errors: list.not_found, row.not_found.
    Result<RefusedRow>
    row(db::Snapshot& at, PracticeId practice, ListId list, std::int64_t number) const;
    Result<std::vector<Warning>> warnings(
        db::Snapshot& at,
        PracticeId practice,
        ListId list,
        std::string_view code,
        std::int64_t after,
        std::int64_t most
    ) const;

    // What was noticed or repaired in one row, by code.
    Result<std::vector<Warning>>
    warnings_of(db::Snapshot& at, PracticeId practice, ListId list, const RefusedRow& row) const;

    // The corrected row is this patient. Errors: list.not_found, list.not_draft,
    // list.file_being_added, list.changed (the revision is another: look again), row.not_found,
    // row.settled (mended or left out already), row.on_list_already, row.stands_against (another
    // row with its NHS number says something else), list.full.
    Outcome correct(
        db::Transaction& tx,
        const practice::Actor& actor,
        ListId list,
        const Correction& correction,
        const Patient& patient
    ) const;
    // The row will not be used; where it stood against others, they are judged again. Errors: those
    // above.
    Outcome leave_out(
        db::Transaction& tx, const practice::Actor& actor, ListId list, std::int64_t row
    ) const;

    // A row that was left out is judged again, like one that came now. Errors: list.not_found,
    // list.not_draft, list.file_being_added, row.not_found, row.not_left_out, list.full.
    Outcome put_back(
        db::Transaction& tx, const practice::Actor& actor, ListId list, std::int64_t row
    ) const;

    // The same as leave_out for up to `most` rows that are refused for this reason; how many they
    // were. Never for rows in conflict: which of them is right is a question for each. Errors:
    // list.not_found, list.not_draft, list.file_being_added, row.stands_against.
    Result<std::int64_t> leave_out_some(
        db::Transaction& tx,
        const practice::Actor& actor,
        ListId list,
        std::string_view code,
        std::int64_t most
    ) const;

    // However many rows are refused for this reason, they are all left out, piece by piece, by
    // leave_out_asked. Errors: those of leave_out_some.
    Outcome ask_to_leave_out(
        db::Transaction& tx, const practice::Actor& actor, ListId list, std::string_view code
    ) const;
    // Of all practices, the first that was asked first.
    std::vector<AskedToLeaveOut> asked_to_leave_out(db::Snapshot& at, std::int64_t most) const;
    // Whether there is more of it. Nothing more is, too, where the list was confirmed meanwhile or
    // is gone. Errors: list.file_being_added (not now), and the database's.
    Result<bool> leave_out_piece(db::Transaction& tx, const AskedToLeaveOut& asked) const;

private:
    std::vector<std::string>
    being_left_out(db::Snapshot& at, PracticeId practice, ListId list) const;

    const Lists& lists_;
    const Clock& clock_;
    Random& random_;
};

// A piece of everything that was asked for; whether there is more that can be done now. Any number
// may run at one time.
Task<Result<bool>> leave_out_asked(db::Database& database, const Reviewing& reviewing);

}

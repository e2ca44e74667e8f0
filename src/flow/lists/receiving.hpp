#pragma once
// How a file comes into a list: opened, filled in pieces, whole at once.
// Promise: one upload key makes one file, however often the request arrives; until `finish` nothing
// of it is seen by anybody, and what is left behind half-way is abandoned and swept away. One file
// at a time is added to a list; meanwhile the list's review changes nothing.
// Threads: any; each call with a Transaction or Snapshot runs inside the caller's database job.
#include "flow/lists/lists.hpp"
#include "flow/lists/review.hpp"

#include <span>

namespace cohort::lists {

struct NewFile {
    std::string list_name = {}; // of a new list
    std::string name;
    std::string upload_key; // the form's or the API's; makes a repeated upload harmless
    std::string sha256 = {};
    std::optional<ListId> added_to = {}; // none: it begins a new list
    // At most so many are to come: their places are kept free.
    std::int64_t patients_most = 0;
    std::int64_t rows_most = 0;
    std::int64_t warnings_most = 0;
};

struct FileRef {
    PracticeId practice;
    ListId list;
    std::int64_t number;
};

struct Started {
    enum class As {
        new_file,
        known,          // this upload key made it before
        being_received, // the same upload, or another for this list, is being stored at this moment
    };
    FileRef file;
    As as;
    // Where its patients, refused rows and warnings begin.
    Position first_position{1};
    std::int64_t first_row = 1;
    std::int64_t first_warning = 1;
};

// As stored.
struct SealedPatient {
    Position position;
    std::int64_t line;
    std::string nhs_number_hash;
    std::optional<std::string> mobile_hash;
    std::optional<std::string> email_hash;
    std::string identity;
};

struct NewRefusedRow {
    std::int64_t line;
    std::vector<Reason> reasons;
    Cells cells;
    std::optional<Patient> patient; // where only other rows of its NHS number stand against it
};

struct SealedRow {
    std::int64_t number;
    std::int64_t file; // whose line it is; an earlier one's where the file speaks against a patient
    std::int64_t line;
    std::vector<Reason> reasons;
    std::string cells;
    std::optional<std::string> nhs_number_hash;
    std::optional<std::string> says_hash;
    std::optional<std::string> identity;
};

struct SealedWarning {
    std::int64_t number;
    std::string code;
    std::optional<std::int64_t> line;
    std::string heading;
    std::string values;
};

// What a list holds of one NHS number, so that another file can be held against it.
struct KnownNumber {
    std::string nhs_number_hash;
    std::optional<Position> position; // of the patient; none: rows that stand against each other
    std::string mobile_hash;          // empty: none, or not a patient
};

// Patients of earlier files that a file speaks against: none of them is used any more.
struct SpokenAgainst {
    std::vector<Position> patients;
    std::int64_t first_row = 0; // in the review, where they stand from then on
    std::int64_t by_sms = 0;
    std::int64_t by_email = 0;
    domain::Ages ages = {};
};

// What is known when all of a file has come.
struct WholeFile {
    std::string sha256 = {};
    Source source = Source::other;
    std::string encoding = {};
    std::int64_t bytes = 0;
    std::int64_t heading_line = 0;
    Cells headings = {};
    std::optional<TimePoint> report_run_at = {};
    std::int64_t records = 0;
    domain::Ages ages = {};
    std::vector<CodeCount> refused = {};  // rows by reason
    std::vector<CodeCount> warnings = {}; // by code
    SpokenAgainst spoken_against = {};
    std::vector<SharedMobile> shared = {}; // of the whole list, most shared first
};

// A list or file that nobody will use.
struct Forgotten {
    PracticeId practice;
    ListId list;
};

struct Cutoffs {
    TimePoint received_before; // no row came since: whoever stored them is gone
    TimePoint changed_before;  // and still not confirmed
    TimePoint used_before;     // confirmed, and no bulk message since
};

class Receiving {
public:
    Receiving(const Lists& lists, const Clock& clock, Random& random);

    // A file whose rows stopped coming a minute ago is abandoned, and a new one takes its key.
    // Errors: list.name_missing, list.name_too_long, list.upload_key_reused (the key came before,
    // with another file or name), list.not_found, list.not_draft, list.file_known (the list has
    // this file already).
    Result<Started>
    start(db::Transaction& tx, const practice::Actor& actor, const NewFile& file) const;

    // Sealing is work for the CPU pool; the first gets the place `first`.
    std::vector<SealedPatient> seal(
        const FileRef& file,
        const practice::Sealer& sealer,
        Position first,
        std::span<const Patient> patients
    ) const;
    std::vector<SealedRow> seal(
        const FileRef& file,
        const practice::Sealer& sealer,
        std::int64_t first,
        std::span<const NewRefusedRow> rows
    ) const;
    // Patients of earlier files, as rows in conflict with this one.
    std::vector<SealedRow> seal(
        const FileRef& file,
        const practice::Sealer& sealer,
        std::int64_t first,
        std::span<const Placed> spoken_against
    ) const;
    std::vector<SealedWarning> seal(
        const FileRef& file,
        const practice::Sealer& sealer,
        std::int64_t first,
        std::span<const NewWarning> warnings
    ) const;

    // Errors: list.not_found (the file was abandoned meanwhile).
    Outcome
    add(db::Transaction& tx, const FileRef& file, std::span<const SealedPatient> patients) const;
    Outcome add(db::Transaction& tx, const FileRef& file, std::span<const SealedRow> rows) const;
    Outcome
    add(db::Transaction& tx, const FileRef& file, std::span<const SealedWarning> warnings) const;

    // What the list holds already, in order of the hashes. For a file that is added; nothing about
    // the list changes until that is finished.
    std::vector<KnownNumber> known(db::Snapshot& at, PracticeId practice, ListId list) const;
    // Patients by position. Errors: sealed.damaged.
    Result<std::vector<Placed>> at_positions(
        db::Snapshot& at, PracticeId practice, ListId list, std::span<const Position> positions
    ) const;

    // receiving → kept; the list's first file makes it a draft. Errors: list.not_found.
    // Audited, with the file's digest, as done by `actor`.
    Outcome finish(
        db::Transaction& tx,
        const practice::Actor& actor,
        const FileRef& file,
        const WholeFile& whole
    ) const;

    // Gives up a file that is still being stored, and with its first file the list; the sweeper
    // removes what is there.
    void abandon(db::Transaction& tx, const FileRef& file) const;
    // The same for all files of all practices: at start, where this is the only process.
    bool any_left_behind(db::Snapshot& at) const;
    void abandon_left_behind(db::Transaction& tx) const;
    // A draft nobody wants: another file was chosen instead. Errors: list.not_found.
    Outcome discard(db::Transaction& tx, const practice::Actor& actor, ListId list) const;

    std::vector<Forgotten>
    forgotten(db::Snapshot& at, const Cutoffs& cutoffs, std::int64_t most) const;
    // Removes some of what is forgotten of a list, and with the last of it the list, unless that
    // was deleted and keeps its name. False when there was nothing to do.
    bool sweep_some(db::Transaction& tx, const Forgotten& forgotten, const Cutoffs& cutoffs) const;

private:
    Outcome keep_shared(
        db::Transaction& tx, const FileRef& file, std::span<const SharedMobile> shared
    ) const;
    void
    remove_unused(db::Transaction& tx, const Forgotten& forgotten, TimePoint used_before) const;

    const Lists& lists_;
    const Clock& clock_;
    Random& random_;
};

}

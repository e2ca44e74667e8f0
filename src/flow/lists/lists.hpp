#pragma once
// Lists: the patients of one upload, frozen once confirmed.
// Promise: a list is written in pieces and seen by nobody meanwhile, can be reviewed as 'draft',
// and after 'confirmed' nothing about it changes. One upload key makes one list, however often the
// request arrives. What nobody will use is abandoned and swept away. What is known about a patient
// is sealed; names, numbers and dates leave this stage only as identity types. Threads: any; each
// call runs inside the caller's database job.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "domain/date_of_birth.hpp"
#include "domain/email_address.hpp"
#include "domain/mobile_number.hpp"
#include "domain/nhs_number.hpp"
#include "domain/patient_name.hpp"
#include "platform/db/database.hpp"
#include "practice/practices.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace cohort::lists {

struct Patient {
    std::int64_t line; // of the file, from 1
    domain::NhsNumber nhs_number;
    domain::PatientName name;
    domain::DateOfBirth date_of_birth;
    std::optional<domain::MobileNumber> mobile;
    std::optional<domain::EmailAddress> email;
};

struct Problem {
    enum class Effect { warning, refused };
    std::optional<std::int64_t> line; // none: about the whole file
    Effect effect;
    std::string code;
    std::string heading; // of the column it is about, as the file spells it; may be empty
    std::string found;   // what the cell held; sealed when stored, shown only to the practice
};

enum class Source { emis, systmone, other };
enum class State { draft, confirmed };

struct NewList {
    std::string name;
    std::string file_name;
    std::string upload_key; // the form's or the API's; makes a repeated upload harmless
    std::string file_sha256 = {};
};

struct FileFacts {
    Source source = Source::other;
    std::int64_t bytes = 0;
    std::optional<TimePoint> report_run_at;
    std::int64_t records = 0;
    std::int64_t rejected = 0;
};

struct Summary {
    ListId id;
    std::string name;
    State state;
    Source source;
    std::string file_name;
    std::string uploaded_by;
    TimePoint uploaded_at;
    std::optional<TimePoint> report_run_at;
    std::int64_t records = 0;
    std::int64_t accepted = 0;
    std::int64_t rejected = 0;
    std::int64_t by_sms = 0;   // patients with a mobile number
    std::int64_t by_email = 0; // patients with an email address
};

struct Started {
    enum class As {
        new_list,
        known,          // this upload key made it before
        being_received, // the same upload is being stored by somebody else at this moment
    };
    ListId id;
    As as;
};

// A list that nobody will use.
struct Forgotten {
    PracticeId practice;
    ListId list;
};

struct Cutoffs {
    TimePoint received_before; // no row came since: whoever stored them is gone
    TimePoint uploaded_before; // and still not confirmed
};

// A patient as stored.
struct SealedPatient {
    Position position;
    std::int64_t line;
    std::string nhs_number_hash;
    std::optional<std::string> mobile_hash;
    std::optional<std::string> email_hash;
    std::string identity;
};

struct Placed {
    Position position;
    Patient patient;
};

class Lists {
public:
    Lists(const practice::Practices& practices, const Clock& clock, Random& random);

    // A list whose rows stopped coming a minute ago is abandoned, and a new one takes its key.
    // Errors: list.name_missing, list.name_too_long, list.upload_key_reused (the key came before,
    // with another file or name).
    Result<Started>
    start(db::Transaction& tx, const practice::Actor& actor, const NewList& list) const;

    // Sealing is work for the CPU pool; the first of `patients` gets position `first`.
    std::vector<SealedPatient> seal(
        PracticeId practice,
        ListId list,
        const practice::Sealer& sealer,
        Position first,
        std::span<const Patient> patients
    ) const;
    // Errors: list.not_found (it was abandoned meanwhile).
    Outcome
    add(db::Transaction& tx,
        PracticeId practice,
        ListId list,
        std::span<const SealedPatient> patients) const;
    // The first of `problems` gets the number `first_number`. Errors: list.not_found,
    // practice.unknown.
    Outcome add_problems(
        db::Transaction& tx,
        PracticeId practice,
        ListId list,
        std::int64_t first_number,
        std::span<const Problem> problems
    ) const;

    // receiving → draft, with the counts. Errors: list.not_found.
    Outcome
    finish(db::Transaction& tx, PracticeId practice, ListId list, const FileFacts& facts) const;
    // Gives up a list that is still being stored; the sweeper removes it.
    void abandon(db::Transaction& tx, PracticeId practice, ListId list) const;
    // The same for all lists of all practices: at start, where this is the only process.
    bool any_left_behind(db::Snapshot& at) const;
    void abandon_left_behind(db::Transaction& tx) const;
    std::vector<Forgotten>
    forgotten(db::Snapshot& at, const Cutoffs& cutoffs, std::int64_t most) const;
    // Removes some of a forgotten list, and with the last of it the list. False when there was
    // nothing to do: somebody confirmed it meanwhile, or it is gone.
    bool
    discard_some(db::Transaction& tx, const Forgotten& forgotten, const Cutoffs& cutoffs) const;
    // draft → confirmed; again changes nothing. Errors: list.not_found, list.empty.
    Outcome confirm(db::Transaction& tx, const practice::Actor& actor, ListId list) const;

    // Errors: list.not_found (also another practice's).
    Result<Summary> summary(db::Snapshot& at, PracticeId practice, ListId list) const;
    // Up to `most` problems with a number above `after`, in file order.
    Result<std::vector<Problem>> problems(
        db::Snapshot& at,
        PracticeId practice,
        ListId list,
        Problem::Effect effect,
        std::int64_t after,
        std::int64_t most
    ) const;

    // Up to `most` patients with a position above `after`, in order.
    Result<std::vector<Placed>> patients(
        db::Snapshot& at, PracticeId practice, ListId list, Position after, std::int64_t most
    ) const;

private:
    const practice::Practices& practices_;
    const Clock& clock_;
    Random& random_;
};

std::string_view text(Source source);

}

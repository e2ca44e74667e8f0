#pragma once
// Lists: the patients of one or several files, frozen once confirmed.
// Promise: a list is written in pieces and seen by nobody meanwhile (receiving.hpp), can be
// reviewed and mended as 'draft' (review.hpp), and after 'confirmed' nothing about it changes until
// it is deleted as a whole. Where it came from stays with it. What is known about a patient is
// sealed; names, numbers and dates leave this stage only as identity types. Threads: any; each call
// with a Transaction or Snapshot runs inside the caller's database job.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/result.hpp"
#include "domain/ages.hpp"
#include "flow/lists/patient.hpp"
#include "platform/db/database.hpp"
#include "practice/practices.hpp"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cohort::lists {

enum class Source { emis, systmone, other };
enum class State {
    draft,
    confirmed,
    deleted, // its patients are gone; its name and where it came from stay
};

// One file of a list, as it was uploaded.
struct File {
    std::int64_t number; // from 1
    std::string name;
    std::string sha256; // of its bytes, hexadecimal
    std::string uploaded_by;
    TimePoint uploaded_at;
    Source source = Source::other;
    std::string encoding; // "utf-8", "windows-1252" and so on
    std::int64_t bytes = 0;
    std::int64_t heading_line = 0;
    Cells headings = {}; // as the file spells them; empty where it has none
    std::optional<TimePoint> report_run_at = {};
    std::int64_t records = 0;
};

struct Summary {
    ListId id;
    std::string name;
    State state;
    std::int64_t revision; // changes with every change of a draft
    std::string uploaded_by;
    TimePoint uploaded_at;
    TimePoint changed_at; // by the review, or another file
    std::optional<TimePoint> confirmed_at;
    std::string deleted_by; // "Cohort", where nobody had used it for long; empty: nobody yet
    std::optional<TimePoint> deleted_at;
    std::optional<TimePoint> report_run_at; // of the oldest file that says so
    std::int64_t records = 0;
    std::int64_t accepted = 0;
    std::int64_t refused = 0; // rows still refused
    std::int64_t mended = 0;  // refused rows that became patients in the review
    std::int64_t left_out = 0;
    std::int64_t by_sms = 0;   // patients with a mobile number
    std::int64_t by_email = 0; // patients with an email address
    domain::Ages ages = {};
};

// When a list's report is so old that people on it may have moved, died or been treated since.
inline constexpr std::chrono::days old_after{14};

// Whole days between the report's run and `now`; none where no file says when it ran, or one says
// that it has not run yet.
std::optional<std::chrono::days> age_of(const Summary& list, TimePoint now);
bool is_old(const Summary& list, TimePoint now);

// Whether the person has said that an old list is still right.
enum class OldList { refused, accepted };

// Where a page of confirmed lists goes on.
struct PageMark {
    TimePoint confirmed_at;
    ListId list;
};

class Lists {
public:
    struct Hooks {
        // Whether a bulk message still needs the list's patients.
        std::function<bool(db::Snapshot&, PracticeId, ListId)> is_needed;
    };

    Lists(const practice::Practices& practices, const Clock& clock, Random& random);

    // At start, once.
    void hook(Hooks hooks) { hooks_ = std::move(hooks); }

    // The list is used for a bulk message: draft → confirmed; a confirmed one notes that it was
    // used. `seen`: the revision that somebody looked at. Errors: list.not_found, list.empty,
    // list.old (report run more than old_after ago, and not accepted as such), list.changed_since
    // (it is another revision now), list.file_being_added.
    Outcome
    use(db::Transaction& tx,
        const practice::Actor& actor,
        ListId list,
        OldList old,
        std::optional<std::int64_t> seen = std::nullopt) const;

    // Takes its patients away, soon and for good. Errors: list.not_found, list.needed.
    Outcome remove(db::Transaction& tx, const practice::Actor& actor, ListId list) const;

    // Errors: list.not_found (also another practice's).
    Result<Summary> summary(db::Snapshot& at, PracticeId practice, ListId list) const;
    // The same of one that has its patients: a deleted list still has rows until the last of them
    // is swept away, and nobody is to see them. Errors: list.not_found.
    Result<Summary> held(db::Snapshot& at, PracticeId practice, ListId list) const;
    std::vector<File> files(db::Snapshot& at, PracticeId practice, ListId list) const;

    // Confirmed lists, the last confirmed first.
    std::vector<Summary> confirmed(
        db::Snapshot& at, PracticeId practice, std::optional<PageMark> before, std::int64_t most
    ) const;
    // Lists whose review was not finished, the last changed first.
    std::vector<Summary> drafts(db::Snapshot& at, PracticeId practice, std::int64_t most) const;
    // How many patients the practice's last ten confirmed lists had, the middle one; none before
    // the third.
    std::optional<std::int64_t> usual_patients(db::Snapshot& at, PracticeId practice) const;

    // Up to `most` patients with a position above `after`, in order.
    Result<std::vector<Placed>> patients(
        db::Snapshot& at, PracticeId practice, ListId list, Position after, std::int64_t most
    ) const;
    // The patient with this number or address, or those who share it; exactly, by its keyed hash.
    Result<std::vector<Placed>>
    find(db::Snapshot& at, PracticeId practice, ListId list, const domain::NhsNumber& number) const;
    // The patient that this line of a file became. Errors: sealed.damaged.
    Result<std::optional<Placed>> find_line(
        db::Snapshot& at, PracticeId practice, ListId list, std::int64_t file, std::int64_t line
    ) const;
    Result<std::vector<Placed>> find(
        db::Snapshot& at,
        PracticeId practice,
        ListId list,
        const domain::MobileNumber& mobile,
        std::int64_t most
    ) const;
    Result<std::vector<Placed>> find(
        db::Snapshot& at,
        PracticeId practice,
        ListId list,
        const domain::EmailAddress& email,
        std::int64_t most
    ) const;

    // Errors: list.not_found, list.empty.
    Result<Position> last_position(db::Snapshot& at, PracticeId practice, ListId list) const;

    const practice::Practices& practices() const { return practices_; }

private:
    const practice::Practices& practices_;
    const Clock& clock_;
    Random& random_;
    Hooks hooks_;
};

std::string_view text(Source source);
std::string_view text(State state);

}

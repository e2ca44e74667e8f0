#pragma once
// Changes to a draft, gathered and stored together: who comes onto the list, who goes, which rows
// are settled, and the counts that follow. Lives in one transaction.
#include "flow/lists/inside.hpp"
#include "flow/lists/receiving.hpp"
#include "flow/lists/review.hpp"
#include "practice/sealing.hpp"

#include <map>
#include <optional>
#include <span>
#include <utility>

namespace cohort::lists {

// A refused row that is a patient by itself.
struct Standing {
    std::int64_t row;
    std::vector<Reason> reasons;
    Patient patient;
};

class DraftChange {
public:
    // Errors: list.not_found (also when it is confirmed), sealed.damaged, practice.unknown.
    static Result<DraftChange> begin(
        db::Transaction& tx,
        const practice::Practices& practices,
        PracticeId practice,
        ListId list,
        TimePoint now
    );

    std::int64_t revision() const { return revision_; }

    // The row, where it is a patient by itself. Errors: sealed.damaged.
    Result<std::optional<Standing>> standing(std::int64_t row);
    // The first of the rows still refused that are patients of this NHS number, of which there may
    // be a hundred thousand. Errors: sealed.damaged.
    Result<std::optional<Standing>> first_standing(std::string_view nhs_number_hash);
    // Whether there is one other than this row.
    bool any_stands(std::string_view nhs_number_hash, std::int64_t but);
    // Whether one of them, other than this row, says something else. No row is opened.
    bool any_disagrees(const Patient& patient, std::int64_t but);

    // A row that was refused becomes a patient.
    void promote(std::int64_t row, std::span<const Reason> reasons, const Patient& patient);
    // A file that is whole now speaks against patients. Requires: their rows are stored, in order.
    void take_back(std::int64_t file, const SpokenAgainst& spoken_against);
    // What was noticed or repaired in a row that becomes a patient.
    void note(const RefusedRow& row, std::span<const NewWarning> warnings);
    void leave_out(std::int64_t row, std::span<const Reason> reasons);
    // A row that was left out is refused again, for the reasons it was.
    void put_back(std::int64_t row, std::span<const Reason> reasons);
    // A row that was put back stands against the patient who is on the list: no row of this number
    // is used.
    void stand_against(const Placed& on_list);
    // It says the same.
    void agree_with_list(const Standing& row);
    // Nobody of its number is on the list: it is used if all rows of the number agree, or none is.
    // Errors: sealed.damaged.
    Outcome judge_put_back(const Standing& row);
    // All rows of an NHS number that nobody on the list has, after one of them went: where they
    // agree now, the first is used and the others say the same. Errors: sealed.damaged.
    Outcome judge_again(std::string_view nhs_number_hash);

    void count(std::string_view kind, std::string_view code, std::int64_t rows);

    void add_ages(const domain::Ages& ages) { ages_.add(ages); }

    void note_run(std::optional<TimePoint> report_run_at);

    // Errors: list.full (somebody came onto the list, and it has more patients than it may).
    Outcome store();

private:
    DraftChange(
        db::Transaction& tx,
        practice::Sealer sealer,
        const practice::Keyring& keyring,
        PracticeId practice,
        ListId list,
        TimePoint now
    );

    void settle(std::int64_t row, std::span<const Reason> reasons, std::string_view state);
    void remove_reasons(std::int64_t row, std::span<const Reason> reasons);
    void add_reason(std::int64_t row, const Reason& reason);
    void give_reason(std::int64_t row, std::span<const Reason> before, const Reason& reason);
    void give_reason_to_all(
        std::string_view nhs_number_hash, const Reason& before, const Reason& reason
    );
    Result<Standing> open(const db::Row& row) const;
    std::string hash_of(const Patient& patient) const;
    void count_holder(const domain::MobileNumber& mobile, std::string_view hash);
    void drop_notices(std::int64_t file, std::int64_t first_row);
    void demote(const Placed& on_list);
    void count_patient(const Patient& patient, std::int64_t sign);

    db::Transaction& tx_;
    practice::Sealer sealer_;
    const practice::Keyring& keyring_;
    PracticeId practice_;
    ListId list_;
    TimePoint now_;
    std::chrono::year_month_day today_; // in London
    std::int64_t patients_max_ = 0;
    std::int64_t patients_ = 0; // as it was
    std::int64_t revision_ = 0;
    std::int64_t next_position_ = 0;
    std::int64_t next_row_ = 0;
    std::int64_t next_warning_ = 0;
    std::optional<TimePoint> report_run_at_;
    domain::Ages ages_;
    std::int64_t accepted_ = 0; // changes, from here on
    std::int64_t refused_ = 0;
    std::int64_t mended_ = 0;
    std::int64_t left_out_ = 0;
    std::int64_t by_sms_ = 0;
    std::int64_t by_email_ = 0;
    std::map<std::pair<std::string, std::string>, std::int64_t> counts_; // by kind and code
};

}

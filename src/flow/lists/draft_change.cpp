#include "flow/lists/draft_change.hpp"

#include "domain/london_time.hpp"
#include "flow/lists/identity.hpp"
#include "flow/lists/packing.hpp"
#include "flow/lists/reasons.hpp"
#include "flow/lists/sql.hpp"

#include <algorithm>
#include <set>

namespace cohort::lists {
namespace {

using practice::HashOf;

const Reason& conflict() {
    static const Reason reason{"duplicate.conflict"};
    return reason;
}

const Reason& identical() {
    static const Reason reason{"duplicate.identical"};
    return reason;
}

}

DraftChange::DraftChange(
    db::Transaction& tx,
    practice::Sealer sealer,
    const practice::Keyring& keyring,
    PracticeId practice,
    ListId list,
    TimePoint now
)
    : tx_(tx), sealer_(std::move(sealer)), keyring_(keyring), practice_(practice), list_(list),
      now_(now), today_(domain::london_date(now)) {}

Result<DraftChange> DraftChange::begin(
    db::Transaction& tx,
    const practice::Practices& practices,
    PracticeId practice,
    ListId list,
    TimePoint now
) {
    COHORT_TRY(sealer, practices.sealer(tx, practice));
    COHORT_TRY(settings, practices.load(tx, practice));
    DraftChange change(tx, std::move(sealer), practices.keyring(), practice, list, now);
    change.patients_max_ = settings.patients_max;
    std::string ages;
    const auto read = [&change, &ages](const db::Row& row) {
        change.revision_ = row.integer(1);
        change.next_position_ = row.integer(2);
        change.next_row_ = row.integer(3);
        change.next_warning_ = row.integer(4);
        change.report_run_at_ = row.time_or_none(5);
        ages = row.text(6);
        change.patients_ = row.integer(7);
        return row.text(0) == "draft" || row.text(0) == "receiving";
    };
    const auto open = tx.one(sql::load_places, read, practice, list);
    if (!open.value_or(false)) {
        return not_found();
    }
    COHORT_TRY(read_ages, domain::Ages::parse(ages));
    change.ages_ = std::move(read_ages);
    return change;
}

Result<Standing> DraftChange::open(const db::Row& row) const {
    const std::int64_t number = row.integer(0);
    COHORT_TRY(
        identity, sealer_.open(row.bytes(4), refused_identity_place(practice_, list_, number))
    );
    COHORT_TRY(patient, unpack_patient({row.integer(1), row.integer(2)}, identity));
    return Standing{number, read_reasons(row.text(3)), std::move(patient)};
}

Result<std::optional<Standing>> DraftChange::standing(std::int64_t row) {
    std::optional<Result<Standing>> opened;
    tx_.each(
        sql::load_standing,
        [&](const db::Row& found) { opened = open(found); },
        practice_,
        list_,
        row
    );
    if (!opened) {
        return std::optional<Standing>();
    }
    COHORT_CHECK(*opened);
    return std::optional(std::move(*opened).value());
}

Result<std::optional<Standing>> DraftChange::first_standing(std::string_view nhs_number_hash) {
    std::optional<Result<Standing>> opened;
    tx_.each(
        sql::list_standing_against,
        [&](const db::Row& found) { opened = open(found); },
        practice_,
        list_,
        db::Bytes{nhs_number_hash},
        1
    );
    if (!opened) {
        return std::optional<Standing>();
    }
    COHORT_CHECK(*opened);
    return std::optional(std::move(*opened).value());
}

bool DraftChange::any_stands(std::string_view nhs_number_hash, std::int64_t but) {
    bool any = false;
    tx_.each(
        sql::list_standing_against,
        [&any, but](const db::Row& found) { any = any || found.integer(0) != but; },
        practice_,
        list_,
        db::Bytes{nhs_number_hash},
        2
    );
    return any;
}

bool DraftChange::any_disagrees(const Patient& patient, std::int64_t but) {
    const std::string hash = hash_of(patient);
    const std::string says = says_hash(keyring_, patient);
    const auto read = [](const db::Row& row) { return row.integer(0) != 0; };
    return *tx_.one(
        sql::any_saying_otherwise, read, practice_, list_, db::Bytes{hash}, db::Bytes{says}, but
    );
}

std::string DraftChange::hash_of(const Patient& patient) const {
    return keyring_.hash(HashOf::nhs_number, patient.nhs_number.reveal());
}

void DraftChange::promote(
    std::int64_t row, std::span<const Reason> reasons, const Patient& patient
) {
    settle(row, reasons, "mended");
    ++mended_;
    const Position position{next_position_++};
    const std::string nhs_number_hash = hash_of(patient);
    std::optional<std::string> by_mobile;
    std::optional<std::string> by_email;
    if (patient.mobile) {
        by_mobile = keyring_.hash(HashOf::mobile, patient.mobile->reveal());
    }
    if (patient.email) {
        by_email = email_hash(keyring_, *patient.email);
    }
    const auto bytes = [](const std::optional<std::string>& value) {
        return value ? std::optional(db::Bytes{*value}) : std::nullopt;
    };
    const std::string identity =
        sealer_.seal(pack(patient), identity_place(practice_, list_, position));
    tx_.run(
        sql::add_patient,
        practice_,
        list_,
        position,
        patient.file,
        patient.line,
        db::Bytes{nhs_number_hash},
        bytes(by_mobile),
        bytes(by_email),
        db::Bytes{identity}
    );
    count_patient(patient, 1);
    if (patient.mobile) {
        count_holder(*patient.mobile, *by_mobile);
    }
}

// One patient more has this number: it may be shared by many now.
void DraftChange::count_holder(const domain::MobileNumber& mobile, std::string_view hash) {
    if (tx_.run(sql::raise_shared, practice_, list_, db::Bytes{hash}) > 0) {
        return;
    }
    const auto first = [](const db::Row& row) { return row.integer(0); };
    const std::int64_t place = *tx_.one(sql::load_shared_place, first, practice_, list_);
    if (place > shared_told_most) {
        return;
    }
    const std::int64_t holders =
        *tx_.one(sql::count_holders, first, practice_, list_, db::Bytes{hash});
    if (holders < shared_by_many_min) {
        return;
    }
    const std::string sealed =
        sealer_.seal(mobile.reveal(), shared_mobile_place(practice_, list_, place));
    tx_.run(sql::add_shared, practice_, list_, place, holders, db::Bytes{hash}, db::Bytes{sealed});
}

void DraftChange::take_back(std::int64_t file, const SpokenAgainst& spoken_against) {
    if (spoken_against.patients.empty()) {
        return;
    }
    constexpr std::size_t width = 3;
    std::vector<db::Value> patients;
    patients.reserve(spoken_against.patients.size() * width);
    for (const Position position : spoken_against.patients) {
        patients.insert(patients.end(), {practice_.value, list_.value, position.value});
    }
    tx_.run_many(sql::remove_patient, width, patients);
    const auto fewer = std::ssize(spoken_against.patients);
    accepted_ -= fewer; // the refused rows are counted with the file's own
    by_sms_ -= spoken_against.by_sms;
    by_email_ -= spoken_against.by_email;
    ages_.remove(spoken_against.ages);
    count("refused", conflict().code, fewer);
    drop_notices(file, spoken_against.first_row);
    // Those that said the same as one of these patients are in the conflict too.
    const std::vector<std::int64_t> drawn_in = tx_.all(
        sql::list_drawn_in,
        [](const db::Row& row) { return row.integer(0); },
        practice_,
        list_,
        file,
        spoken_against.first_row
    );
    for (const std::int64_t row : drawn_in) {
        give_reason(row, std::span(&identical(), 1), conflict());
    }
}

// What was noticed or repaired is told of patients on the list.
void DraftChange::drop_notices(std::int64_t file, std::int64_t first_row) {
    tx_.each(
        sql::count_obsolete_warnings,
        [this](const db::Row& row) { count("warning", row.text(0), -row.integer(1)); },
        practice_,
        list_,
        file,
        first_row
    );
    tx_.run(sql::discard_obsolete_warnings, practice_, list_, file, first_row);
}

void DraftChange::note(const RefusedRow& row, std::span<const NewWarning> warnings) {
    for (const NewWarning& warning : warnings) {
        const std::int64_t number = next_warning_++;
        const std::string values = sealer_.seal(
            pack({warning.found, warning.kept}), warning_place(practice_, list_, number)
        );
        tx_.run(
            sql::add_warning,
            practice_,
            list_,
            std::string_view(warning.code),
            number,
            row.file,
            row.line,
            std::string_view(warning.heading),
            db::Bytes{values}
        );
        count("warning", warning.code, 1);
    }
}

void DraftChange::leave_out(std::int64_t row, std::span<const Reason> reasons) {
    settle(row, reasons, "left_out");
    ++left_out_;
}

void DraftChange::put_back(std::int64_t row, std::span<const Reason> reasons) {
    tx_.run(sql::restore_row, practice_, list_, row);
    std::set<std::string_view> codes; // one code in two columns is one entry
    for (const Reason& reason : reasons) {
        if (codes.insert(reason.code).second) {
            add_reason(row, reason);
        }
    }
    --left_out_;
    ++refused_;
}

void DraftChange::agree_with_list(const Standing& row) {
    give_reason(row.row, row.reasons, identical());
}

void DraftChange::stand_against(const Placed& on_list) {
    // Before it stands among them, with its reason.
    give_reason_to_all(hash_of(on_list.patient), identical(), conflict());
    demote(on_list);
}

Outcome DraftChange::judge_put_back(const Standing& row) {
    if (!any_disagrees(row.patient, row.row)) {
        return judge_again(hash_of(row.patient));
    }
    give_reason(row.row, row.reasons, conflict());
    return done();
}

// The patient's row stands in the review again, with others that said the same.
void DraftChange::demote(const Placed& on_list) {
    const Patient& patient = on_list.patient;
    tx_.run(sql::remove_patient, practice_, list_, on_list.position);
    count_patient(patient, -1);
    if (patient.mobile) {
        const std::string hash = keyring_.hash(HashOf::mobile, patient.mobile->reveal());
        tx_.run(sql::lower_shared, practice_, list_, db::Bytes{hash});
        tx_.run(sql::forget_rarely_shared, practice_, list_, shared_by_many_min);
    }
    tx_.each(
        sql::list_warnings_of_row,
        [this](const db::Row& row) { count("warning", row.text(5), -1); },
        practice_,
        list_,
        patient.file,
        patient.line
    );
    tx_.run(sql::discard_warnings_of_row, practice_, list_, patient.file, patient.line);
    const std::int64_t row = next_row_++;
    const std::string cells =
        sealer_.seal(pack(cells_of(patient)), cells_place(practice_, list_, row));
    const std::string hash = hash_of(patient);
    const std::string says = says_hash(keyring_, patient);
    const std::string identity =
        sealer_.seal(pack(patient), refused_identity_place(practice_, list_, row));
    const std::string why = text(std::span(&conflict(), 1));
    tx_.run(
        sql::add_refused_row,
        practice_,
        list_,
        row,
        patient.file,
        patient.file,
        patient.line,
        std::string_view(why),
        db::Bytes{cells},
        db::Bytes{hash},
        db::Bytes{says},
        db::Bytes{identity}
    );
    add_reason(row, conflict());
    ++refused_;
}

Outcome DraftChange::judge_again(std::string_view nhs_number_hash) {
    COHORT_TRY(first, first_standing(nhs_number_hash));
    if (!first || any_disagrees(first->patient, first->row)) {
        return done();
    }
    promote(first->row, first->reasons, first->patient);
    give_reason_to_all(nhs_number_hash, conflict(), identical());
    return done();
}

// In two statements, however many they are.
void DraftChange::give_reason_to_all(
    std::string_view nhs_number_hash, const Reason& before, const Reason& reason
) {
    const std::string why = text(std::span(&reason, 1));
    const std::string why_before = text(std::span(&before, 1));
    const std::int64_t moved = tx_.run(
        sql::move_reasons,
        practice_,
        list_,
        db::Bytes{nhs_number_hash},
        std::string_view(before.code),
        std::string_view(reason.code)
    );
    tx_.run(
        sql::give_reason_to_all,
        practice_,
        list_,
        db::Bytes{nhs_number_hash},
        std::string_view(why_before),
        std::string_view(why)
    );
    count("refused", before.code, -moved);
    count("refused", reason.code, moved);
}

void DraftChange::give_reason(
    std::int64_t row, std::span<const Reason> before, const Reason& reason
) {
    const std::string why = text(std::span(&reason, 1));
    remove_reasons(row, before);
    add_reason(row, reason);
    tx_.run(sql::set_reasons, practice_, list_, row, std::string_view(why));
}

void DraftChange::settle(
    std::int64_t row, std::span<const Reason> reasons, std::string_view state
) {
    tx_.run(sql::settle_row, practice_, list_, row, state);
    remove_reasons(row, reasons);
    --refused_;
}

void DraftChange::remove_reasons(std::int64_t row, std::span<const Reason> reasons) {
    for (const Reason& reason : reasons) {
        // One code in two columns is one entry.
        if (tx_.run(sql::remove_reasons, practice_, list_, std::string_view(reason.code), row)
            > 0) {
            count("refused", reason.code, -1);
        }
    }
}

void DraftChange::add_reason(std::int64_t row, const Reason& reason) {
    tx_.run(sql::add_reason, practice_, list_, std::string_view(reason.code), row);
    count("refused", reason.code, 1);
}

void DraftChange::count_patient(const Patient& patient, std::int64_t sign) {
    accepted_ += sign;
    by_sms_ += patient.mobile ? sign : 0;
    by_email_ += patient.email ? sign : 0;
    ages_.add(patient.date_of_birth.years_on(today_), sign);
}

void DraftChange::count(std::string_view kind, std::string_view code, std::int64_t rows) {
    counts_[{std::string(kind), std::string(code)}] += rows;
}

void DraftChange::note_run(std::optional<TimePoint> report_run_at) {
    if (report_run_at && (!report_run_at_ || *report_run_at < *report_run_at_)) {
        report_run_at_ = report_run_at;
    }
}

Outcome DraftChange::store() {
    if (accepted_ > 0 && patients_ + accepted_ > patients_max_) {
        return Error{ErrorKind::conflict, "list.full"};
    }
    for (const auto& [what, rows] : counts_) {
        const auto& [kind, code] = what;
        if (rows != 0) {
            tx_.run(
                sql::count_code,
                practice_,
                list_,
                std::string_view(kind),
                std::string_view(code),
                rows
            );
        }
    }
    const std::string ages = ages_.text();
    tx_.run(
        sql::change_list,
        practice_,
        list_,
        accepted_,
        refused_,
        mended_,
        left_out_,
        by_sms_,
        by_email_,
        next_position_,
        next_row_,
        next_warning_,
        report_run_at_,
        std::string_view(ages),
        now_
    );
    return done();
}

}

#include "flow/lists/receiving.hpp"

#include "domain/character_count.hpp"
#include "domain/limits.hpp"
#include "flow/lists/draft_change.hpp"
#include "flow/lists/identity.hpp"
#include "flow/lists/inside.hpp"
#include "flow/lists/reasons.hpp"
#include "flow/lists/sql.hpp"

#include <utility>

namespace cohort::lists {
namespace {

// A living upload stores a thousand rows in a few milliseconds.
constexpr auto rows_pause_max = std::chrono::minutes{1};

// What an upload key made before.
struct First {
    FileRef file;
    bool receiving;
    bool stopped; // its rows stopped coming
    bool same;    // the same file, for the same list
};

std::optional<First>
find_first(db::Transaction& tx, PracticeId practice, const NewFile& file, TimePoint now) {
    return tx.one(
        sql::find_file_by_upload,
        [&](const db::Row& row) {
            const ListId list = row.id<ListId>(0);
            const bool same_list =
                file.added_to ? *file.added_to == list : row.text(5) == file.list_name;
            const bool there = row.text(6) != "deleting" && row.text(6) != "deleted";
            return First{
                .file = {practice, list, row.integer(1)},
                .receiving = row.text(2) == "receiving",
                .stopped = now - row.time(3) >= rows_pause_max,
                .same = same_list && there && row.text(4) == file.sha256
            };
        },
        practice,
        std::string_view(file.upload_key)
    );
}

// A file without rows for long must not keep another from being added.
void give_up_stopped(db::Transaction& tx, PracticeId practice, ListId list, TimePoint now) {
    tx.run(sql::abandon_stopped_files, practice, list, now - rows_pause_max);
}

Outcome check_name(const NewFile& file) {
    if (file.list_name.empty()) {
        return invalid("list.name_missing");
    }
    if (domain::count_characters(file.list_name) > domain::limits::list_name_characters_max) {
        return invalid("list.name_too_long");
    }
    return done();
}

// False where the same upload, or another for this list, is under way.
bool open_file(
    db::Transaction& tx,
    const practice::Actor& actor,
    ListId list,
    const NewFile& file,
    TimePoint now,
    std::int64_t& number
) {
    number = *tx.one(
        sql::load_next_file, [](const db::Row& row) { return row.integer(0); }, actor.practice, list
    );
    return tx.run(
               sql::start_file,
               actor.practice,
               list,
               number,
               std::string_view(file.upload_key),
               std::string_view(file.name),
               std::string_view(file.sha256),
               std::string_view(actor.name),
               now
           )
           == 1;
}

Started open_places(db::Transaction& tx, const FileRef& ref, const NewFile& file) {
    Started started{.file = ref, .as = Started::As::new_file};
    tx.one(
        sql::load_places,
        [&started](const db::Row& row) {
            started.first_position = Position{row.integer(2)};
            started.first_row = row.integer(3);
            started.first_warning = row.integer(4);
            return true;
        },
        ref.practice,
        ref.list
    );
    tx.run(
        sql::reserve_places,
        ref.practice,
        ref.list,
        file.patients_most,
        file.rows_most,
        file.warnings_most
    );
    return started;
}

}

Receiving::Receiving(const Lists& lists, const Clock& clock, Random& random)
    : lists_(lists), clock_(clock), random_(random) {}

Result<Started>
Receiving::start(db::Transaction& tx, const practice::Actor& actor, const NewFile& file) const {
    const PracticeId practice = actor.practice;
    const TimePoint now = clock_.now();
    if (!file.added_to) {
        COHORT_CHECK(check_name(file));
    }
    const auto first = find_first(tx, practice, file, now);
    const bool cut_short = first && first->receiving && first->stopped;
    // Somebody went back and chose another file: they must not be shown the first one's patients.
    if (first && !first->same && !cut_short) {
        return Error{ErrorKind::conflict, "list.upload_key_reused"};
    }
    if (first && !cut_short) {
        using As = Started::As;
        return Started{
            .file = first->file, .as = first->receiving ? As::being_received : As::known
        };
    }
    if (first) {
        abandon(tx, first->file);
    }
    FileRef ref{practice, ListId{}, 0};
    if (file.added_to) {
        ref.list = *file.added_to;
        give_up_stopped(tx, practice, ref.list, now);
        const Outcome draft = check_draft(tx, practice, ref.list);
        if (!draft.ok() && draft.error().code == ErrorCode{"list.file_being_added"}) {
            return Started{.file = ref, .as = Started::As::being_received};
        }
        if (!draft.ok()) {
            return draft.error();
        }
        const auto any = [](const db::Row&) { return true; };
        if (tx.one(
                sql::find_file_by_sha256, any, practice, ref.list, std::string_view(file.sha256)
            )) {
            return Error{ErrorKind::conflict, "list.file_known"};
        }
    } else {
        ref.list = make_id<ListId>(now, random_);
        tx.run(
            sql::start_list,
            practice,
            ref.list,
            std::string_view(file.list_name),
            std::string_view(actor.name),
            now
        );
    }
    if (!open_file(tx, actor, ref.list, file, now, ref.number)) {
        // On PostgreSQL somebody else may be quicker still.
        if (!file.added_to) {
            tx.run(sql::abandon_list, practice, ref.list, std::string_view("receiving"));
        }
        return Started{.file = ref, .as = Started::As::being_received};
    }
    return open_places(tx, ref, file);
}

Outcome Receiving::add(
    db::Transaction& tx, const FileRef& file, std::span<const SealedPatient> patients
) const {
    std::int64_t by_sms = 0;
    std::int64_t by_email = 0;
    constexpr std::size_t width = 9;
    std::vector<db::Value> values;
    values.reserve(patients.size() * width);
    const auto bytes_or_null = [](const std::optional<std::string>& hash) -> db::Value {
        return hash ? db::Value(db::Bytes{*hash}) : db::Value(nullptr);
    };
    for (const SealedPatient& patient : patients) {
        by_sms += patient.mobile_hash ? 1 : 0;
        by_email += patient.email_hash ? 1 : 0;
        values.insert(
            values.end(),
            {file.practice.value,
             file.list.value,
             patient.position.value,
             file.number,
             patient.line,
             db::Bytes{patient.nhs_number_hash},
             bytes_or_null(patient.mobile_hash),
             bytes_or_null(patient.email_hash),
             db::Bytes{patient.identity}}
        );
    }
    if (tx.run(
            sql::touch_receiving,
            file.practice,
            file.list,
            file.number,
            clock_.now(),
            patients.size(),
            by_sms,
            by_email,
            0
        )
        == 0) {
        return not_found();
    }
    tx.run_many(sql::add_patient, width, values);
    return done();
}

Outcome
Receiving::add(db::Transaction& tx, const FileRef& file, std::span<const SealedRow> rows) const {
    if (tx.run(
            sql::touch_receiving,
            file.practice,
            file.list,
            file.number,
            clock_.now(),
            0,
            0,
            0,
            rows.size()
        )
        == 0) {
        return not_found();
    }
    constexpr std::size_t width = 11;
    constexpr std::size_t reason_width = 4;
    std::vector<std::string> whys;
    whys.reserve(rows.size());
    std::vector<db::Value> values;
    values.reserve(rows.size() * width);
    std::vector<db::Value> reasons;
    reasons.reserve(rows.size() * reason_width);
    const auto bytes_or_null = [](const std::optional<std::string>& sealed) -> db::Value {
        return sealed ? db::Value(db::Bytes{*sealed}) : db::Value(nullptr);
    };
    for (const SealedRow& row : rows) {
        whys.push_back(text(row.reasons));
        values.insert(
            values.end(),
            {file.practice.value,
             file.list.value,
             row.number,
             row.file,
             file.number,
             row.line,
             std::string_view(whys.back()),
             db::Bytes{row.cells},
             bytes_or_null(row.nhs_number_hash),
             bytes_or_null(row.says_hash),
             bytes_or_null(row.identity)}
        );
        for (const Reason& reason : row.reasons) {
            reasons.insert(
                reasons.end(),
                {file.practice.value, file.list.value, std::string_view(reason.code), row.number}
            );
        }
    }
    tx.run_many(sql::add_refused_row, width, values);
    tx.run_many(sql::add_reason, reason_width, reasons);
    return done();
}

Outcome Receiving::add(
    db::Transaction& tx, const FileRef& file, std::span<const SealedWarning> warnings
) const {
    if (tx.run(
            sql::touch_receiving, file.practice, file.list, file.number, clock_.now(), 0, 0, 0, 0
        )
        == 0) {
        return not_found();
    }
    constexpr std::size_t width = 8;
    std::vector<db::Value> values;
    values.reserve(warnings.size() * width);
    for (const SealedWarning& warning : warnings) {
        values.insert(
            values.end(),
            {file.practice.value,
             file.list.value,
             std::string_view(warning.code),
             warning.number,
             file.number,
             db::to_value(warning.line),
             std::string_view(warning.heading),
             db::Bytes{warning.values}}
        );
    }
    tx.run_many(sql::add_warning, width, values);
    return done();
}

Outcome Receiving::finish(
    db::Transaction& tx, const practice::Actor& actor, const FileRef& file, const WholeFile& whole
) const {
    const TimePoint now = clock_.now();
    const std::string headings = join(whole.headings);
    const auto kept = tx.run(
        sql::keep_file,
        file.practice,
        file.list,
        file.number,
        text(whole.source),
        std::string_view(whole.encoding),
        whole.bytes,
        whole.heading_line,
        std::string_view(headings),
        whole.report_run_at,
        whole.records
    );
    if (kept == 0) {
        return not_found();
    }
    tx.run(sql::join_file, file.practice, file.list, file.number);
    COHORT_TRY(change, DraftChange::begin(tx, lists_.practices(), file.practice, file.list, now));
    change.take_back(file.number, whole.spoken_against);
    for (const CodeCount& each : whole.refused) {
        change.count("refused", each.code, each.rows);
    }
    for (const CodeCount& each : whole.warnings) {
        change.count("warning", each.code, each.rows);
    }
    change.add_ages(whole.ages);
    change.note_run(whole.report_run_at);
    COHORT_CHECK(change.store());
    const std::string subject =
        file.list.text() + " file " + std::to_string(file.number) + " sha256 " + whole.sha256;
    practice::audit(tx, actor, "list.file_uploaded", subject, now, random_);
    return keep_shared(tx, file, whole.shared);
}

Outcome Receiving::keep_shared(
    db::Transaction& tx, const FileRef& file, std::span<const SharedMobile> shared
) const {
    COHORT_TRY(sealer, lists_.practices().sealer(tx, file.practice));
    tx.run(sql::forget_shared, file.practice, file.list);
    std::int64_t place = 0;
    for (const SharedMobile& each : shared) {
        ++place;
        const std::string mobile =
            sealer.seal(each.mobile.reveal(), shared_mobile_place(file.practice, file.list, place));
        const std::string hash =
            lists_.practices().keyring().hash(practice::HashOf::mobile, each.mobile.reveal());
        tx.run(
            sql::add_shared,
            file.practice,
            file.list,
            place,
            each.patients,
            db::Bytes{hash},
            db::Bytes{mobile}
        );
    }
    return done();
}

}

#include "flow/lists/lists.hpp"

#include "domain/character_count.hpp"
#include "domain/limits.hpp"
#include "flow/lists/identity.hpp"
#include "flow/lists/sql.hpp"

#include <utility>

namespace cohort::lists {
namespace {

// A living upload stores a thousand rows in a few milliseconds.
constexpr auto rows_pause_max = std::chrono::minutes{1};
// One write's share: short enough that nobody's commit waits for it.
constexpr std::int64_t discarded_at_once_max = 5'000;

State read_state(std::string_view text) {
    return text == "confirmed" ? State::confirmed : State::draft;
}

Source read_source(std::string_view text) {
    return text == "emis" ? Source::emis : text == "systmone" ? Source::systmone : Source::other;
}

practice::Place identity_place(PracticeId practice, ListId list, Position position) {
    return {"list_patients.identity", {practice.value, list.value, position.value}};
}

practice::Place found_place(PracticeId practice, ListId list, std::int64_t number) {
    return {"list_problems.found", {practice.value, list.value, number}};
}

Error not_found() {
    return {ErrorKind::not_found, "list.not_found"};
}

}

std::string_view text(Source source) {
    switch (source) {
    case Source::emis:
        return "emis";
    case Source::systmone:
        return "systmone";
    case Source::other:
        return "other";
    }
    return "other";
}

Lists::Lists(const practice::Practices& practices, const Clock& clock, Random& random)
    : practices_(practices), clock_(clock), random_(random) {}

Result<Started>
Lists::start(db::Transaction& tx, const practice::Actor& actor, const NewList& list) const {
    if (list.name.empty()) {
        return invalid("list.name_missing");
    }
    if (domain::count_characters(list.name) > domain::limits::list_name_characters_max) {
        return invalid("list.name_too_long");
    }
    const TimePoint now = clock_.now();
    const auto id = make_id<ListId>(now, random_);
    const auto open = [&] {
        return tx.run(
                   sql::start_list,
                   actor.practice,
                   id,
                   std::string_view(list.name),
                   std::string_view(list.file_name),
                   std::string_view(list.file_sha256),
                   std::string_view(list.upload_key),
                   std::string_view(actor.name),
                   now
               )
               == 1;
    };
    if (open()) {
        return Started{id, Started::As::new_list};
    }

    struct First {
        ListId id;
        bool receiving;
        TimePoint received_at;
        bool same;
    };

    const auto first = tx.one(
        sql::find_list_by_upload,
        [&list](const db::Row& row) {
            return First{
                .id = row.id<ListId>(0),
                .receiving = row.text(1) == "receiving",
                .received_at = row.time(2),
                .same = row.text(3) == list.name && row.text(4) == list.file_sha256
            };
        },
        actor.practice,
        std::string_view(list.upload_key)
    );
    const bool cut_short = first && first->receiving && now - first->received_at >= rows_pause_max;
    // Somebody went back and chose another file: they must not be shown the first one's patients.
    if (first && !first->same && !cut_short) {
        return Error{ErrorKind::conflict, "list.upload_key_reused"};
    }
    if (first && !cut_short) {
        return Started{
            first->id, first->receiving ? Started::As::being_received : Started::As::known
        };
    }
    if (first) {
        abandon(tx, actor.practice, first->id);
    }
    // On PostgreSQL somebody else may be quicker still.
    return open() ? Started{id, Started::As::new_list} : Started{id, Started::As::being_received};
}

std::vector<SealedPatient> Lists::seal(
    PracticeId practice,
    ListId list,
    const practice::Sealer& sealer,
    Position first,
    std::span<const Patient> patients
) const {
    using practice::HashOf;
    const practice::Keyring& keyring = practices_.keyring();
    std::vector<SealedPatient> sealed;
    sealed.reserve(patients.size());
    for (const Patient& patient : patients) {
        const Position position{first.value + static_cast<std::int64_t>(sealed.size())};
        SealedPatient row{
            position,
            patient.line,
            keyring.hash(HashOf::nhs_number, patient.nhs_number.reveal()),
            std::nullopt,
            std::nullopt,
            sealer.seal(pack(patient), identity_place(practice, list, position))
        };
        if (patient.mobile) {
            row.mobile_hash = keyring.hash(HashOf::mobile, patient.mobile->reveal());
        }
        if (patient.email) {
            row.email_hash = keyring.hash(HashOf::email, patient.email->reveal());
        }
        sealed.push_back(std::move(row));
    }
    return sealed;
}

Outcome Lists::add(
    db::Transaction& tx, PracticeId practice, ListId list, std::span<const SealedPatient> patients
) const {
    if (tx.run(sql::touch_receiving, practice, list, clock_.now()) == 0) {
        return not_found();
    }
    constexpr std::size_t width = 8;
    std::vector<db::Value> values;
    values.reserve(patients.size() * width);
    const auto bytes_or_null = [](const std::optional<std::string>& hash) -> db::Value {
        return hash ? db::Value(db::Bytes{*hash}) : db::Value(nullptr);
    };
    for (const SealedPatient& patient : patients) {
        values.insert(
            values.end(),
            {practice.value,
             list.value,
             patient.position.value,
             patient.line,
             db::Bytes{patient.nhs_number_hash},
             bytes_or_null(patient.mobile_hash),
             bytes_or_null(patient.email_hash),
             db::Bytes{patient.identity}}
        );
    }
    tx.run_many(sql::add_patient, width, values);
    return done();
}

Outcome Lists::add_problems(
    db::Transaction& tx,
    PracticeId practice,
    ListId list,
    std::int64_t first_number,
    std::span<const Problem> problems
) const {
    COHORT_TRY(sealer, practices_.sealer(tx, practice));
    if (tx.run(sql::touch_receiving, practice, list, clock_.now()) == 0) {
        return not_found();
    }
    std::int64_t number = first_number;
    for (const Problem& problem : problems) {
        const std::string found = sealer.seal(problem.found, found_place(practice, list, number));
        tx.run(
            sql::add_problem,
            practice,
            list,
            number,
            problem.line,
            problem.effect == Problem::Effect::refused,
            std::string_view(problem.code),
            std::string_view(problem.heading),
            db::Bytes{found}
        );
        ++number;
    }
    return done();
}

Outcome
Lists::finish(db::Transaction& tx, PracticeId practice, ListId list, const FileFacts& facts) const {
    const auto changed = tx.run(
        sql::finish_list,
        practice,
        list,
        text(facts.source),
        facts.bytes,
        facts.report_run_at,
        facts.records,
        facts.rejected
    );
    return changed == 1 ? done() : Outcome(not_found());
}

void Lists::abandon(db::Transaction& tx, PracticeId practice, ListId list) const {
    tx.run(sql::abandon_list, practice, list);
}

bool Lists::any_left_behind(db::Snapshot& at) const {
    return at.one(sql::any_left_behind, [](const db::Row&) { return true; }).has_value();
}

void Lists::abandon_left_behind(db::Transaction& tx) const {
    tx.run(sql::abandon_left_behind);
}

std::vector<Forgotten>
Lists::forgotten(db::Snapshot& at, const Cutoffs& cutoffs, std::int64_t most) const {
    return at.all(
        sql::find_forgotten,
        [](const db::Row& row) { return Forgotten{row.id<PracticeId>(0), row.id<ListId>(1)}; },
        cutoffs.received_before,
        cutoffs.uploaded_before,
        most
    );
}

bool Lists::discard_some(db::Transaction& tx, const Forgotten& forgotten, const Cutoffs& cutoffs)
    const {
    const auto& [practice, list] = forgotten;
    if (tx.run(
            sql::abandon_forgotten, practice, list, cutoffs.received_before, cutoffs.uploaded_before
        )
        == 0) {
        return false;
    }
    if (tx.run(sql::discard_patients, practice, list, discarded_at_once_max) == 0
        && tx.run(sql::discard_problems, practice, list, discarded_at_once_max) == 0) {
        tx.run(sql::discard_list, practice, list);
    }
    return true;
}

Outcome Lists::confirm(db::Transaction& tx, const practice::Actor& actor, ListId list) const {
    COHORT_TRY(known, summary(tx, actor.practice, list));
    if (known.state == State::confirmed) {
        return done();
    }
    if (known.accepted == 0) {
        return invalid("list.empty");
    }
    const TimePoint now = clock_.now();
    if (tx.run(sql::confirm_list, actor.practice, list, now) == 0) {
        return not_found(); // swept away since it was looked at
    }
    practice::audit(tx, actor, "list.confirmed", list.text(), now, random_);
    return done();
}

Result<Summary> Lists::summary(db::Snapshot& at, PracticeId practice, ListId list) const {
    auto found = at.one(
        sql::load_list,
        [&](const db::Row& row) {
            return Summary{
                .id = list,
                .name = std::string(row.text(0)),
                .state = read_state(row.text(1)),
                .source = read_source(row.text(2)),
                .file_name = std::string(row.text(3)),
                .uploaded_by = std::string(row.text(4)),
                .uploaded_at = row.time(5),
                .report_run_at = row.time_or_none(6),
                .records = row.integer(7),
                .accepted = row.integer(8),
                .rejected = row.integer(9),
                .by_sms = row.integer(10),
                .by_email = row.integer(11)
            };
        },
        practice,
        list
    );
    if (!found) {
        return not_found();
    }
    return std::move(*found);
}

Result<std::vector<Problem>> Lists::problems(
    db::Snapshot& at,
    PracticeId practice,
    ListId list,
    Problem::Effect effect,
    std::int64_t after,
    std::int64_t most
) const {
    COHORT_TRY(sealer, practices_.sealer(at, practice));
    std::vector<Problem> problems;
    std::optional<Error> fault;
    at.each(
        sql::list_problems,
        [&](const db::Row& row) {
            auto found = sealer.open(row.bytes(4), found_place(practice, list, row.integer(0)));
            if (!found.ok()) {
                fault = found.error();
                return;
            }
            problems.push_back(
                {row.integer_or_none(1),
                 effect,
                 std::string(row.text(2)),
                 std::string(row.text(3)),
                 std::move(found).value()}
            );
        },
        practice,
        list,
        effect == Problem::Effect::refused,
        after,
        most
    );
    if (fault) {
        return *fault;
    }
    return problems;
}

Result<std::vector<Placed>> Lists::patients(
    db::Snapshot& at, PracticeId practice, ListId list, Position after, std::int64_t most
) const {
    COHORT_TRY(sealer, practices_.sealer(at, practice));
    std::vector<Placed> patients;
    std::optional<Error> fault;
    at.each(
        sql::list_patients,
        [&](const db::Row& row) {
            const Position position{row.integer(0)};
            const auto identity =
                sealer.open(row.bytes(2), identity_place(practice, list, position));
            auto patient = identity.ok() ? unpack(row.integer(1), *identity) : identity.error();
            if (!patient.ok()) {
                fault = patient.error();
                return;
            }
            patients.push_back({position, std::move(patient).value()});
        },
        practice,
        list,
        after,
        most
    );
    if (fault) {
        return *fault;
    }
    return patients;
}

}

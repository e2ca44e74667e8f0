#include "practice/practices.hpp"

#include "domain/typed_text.hpp"
#include "practice/sql.hpp"

#include <algorithm>

namespace cohort::practice {
namespace {

// `^[A-Z0-9]{3,10}$` after upper-casing (ODS codes of GP practices and branches).
Result<std::string> read_ods_code(std::string_view text) {
    std::string code;
    for (const char byte : text) {
        const char upper = byte >= 'a' && byte <= 'z' ? static_cast<char>(byte - 'a' + 'A') : byte;
        const bool known = (upper >= 'A' && upper <= 'Z') || (upper >= '0' && upper <= '9');
        if (!known) {
            return invalid("practice.ods_code_unreadable");
        }
        code.push_back(upper);
    }
    if (code.size() < 3 || code.size() > 10) {
        return invalid("practice.ods_code_unreadable");
    }
    return code;
}

domain::SendWindow read_window(std::string_view text) {
    auto window = domain::SendWindow::parse(text);
    COHORT_ENSURE(window.ok(), "a stored send window reads back");
    return std::move(window).value();
}

Practice read_practice(const db::Row& row) {
    return Practice{
        .id = row.id<PracticeId>(0),
        .ods_code = std::string(row.text(1)),
        .name = std::string(row.text(2)),
        .bulk_messages_enabled = row.truth(3),
        .sms_enabled = row.truth(4),
        .sms_sender = std::string(row.text(5)),
        .email_reply_to = std::string(row.text(6)),
        .patients_max = row.integer(7),
        .undo = std::chrono::seconds{row.integer(8)},
        .send_window = read_window(row.text(9)),
        .international =
            row.truth(10) ? domain::International::allowed : domain::International::refused
    };
}

// Of a statement that changes one practice.
Outcome outcome_of(std::int64_t rows_changed) {
    return rows_changed > 0 ? done() : Outcome(Error{ErrorKind::not_found, "practice.unknown"});
}

}

Practices::Practices(const Keyring& keyring, const Clock& clock, Random& random)
    : keyring_(keyring), clock_(clock), random_(random) {}

Result<PracticeId> Practices::add(db::Transaction& tx, const NewPractice& practice) const {
    COHORT_TRY(ods_code, read_ods_code(practice.ods_code));
    if (practice.name.empty()) {
        return invalid("practice.name_missing");
    }
    if (domain::read_name(practice.name) != practice.name
        || domain::read_line(practice.email_reply_to) != practice.email_reply_to) {
        return invalid("practice.words_unreadable");
    }
    const TimePoint now = clock_.now();
    const auto id = make_id<PracticeId>(now, random_);
    const std::string key = keyring_.wrap_new_key(id);
    // A sender name has at most 11 characters; "NHSgp" and the ODS code identify the practice.
    const std::string sender = ("NHSgp" + ods_code).substr(0, 11);
    const std::string window = practice.send_window.text();
    const auto added = tx.run(
        sql::add_practice,
        id,
        std::string_view(ods_code),
        std::string_view(practice.name),
        practice.sms_enabled,
        std::string_view(sender),
        std::string_view(practice.email_reply_to),
        practice.undo.count(),
        std::string_view(window),
        db::Bytes{key},
        now
    );
    if (added == 0) {
        return Error{ErrorKind::conflict, "practice.ods_code_taken"};
    }
    return id;
}

Result<Practice> Practices::load(db::Snapshot& at, PracticeId practice) const {
    auto found = at.one(sql::load_practice, read_practice, practice);
    if (!found) {
        return Error{ErrorKind::not_found, "practice.unknown"};
    }
    return std::move(*found);
}

Result<Practice> Practices::find(db::Snapshot& at, std::string_view ods_code) const {
    auto found = at.one(sql::find_practice, read_practice, ods_code);
    if (!found) {
        return Error{ErrorKind::not_found, "practice.unknown"};
    }
    return std::move(*found);
}

std::vector<Practice> Practices::list(db::Snapshot& at) const {
    return at.all(sql::list_practices, read_practice);
}

Outcome
Practices::set_feature(db::Transaction& tx, PracticeId practice, Feature feature, Switch to) const {
    const db::Sql& statement =
        feature == Feature::bulk_messages ? sql::set_bulk_messages : sql::set_sms;
    return outcome_of(tx.run(statement, practice, to == Switch::on));
}

Outcome
Practices::set_patients_max(db::Transaction& tx, PracticeId practice, std::int64_t patients) const {
    COHORT_ENSURE(patients > 0, "a list holds somebody");
    return outcome_of(tx.run(sql::set_patients_max, practice, patients));
}

Outcome Practices::set_international(
    db::Transaction& tx, PracticeId practice, domain::International international
) const {
    const bool allowed = international == domain::International::allowed;
    return outcome_of(tx.run(sql::set_international, practice, allowed));
}

Outcome Practices::set_send_window(
    db::Transaction& tx, PracticeId practice, const domain::SendWindow& window
) const {
    const std::string text = window.text();
    return outcome_of(tx.run(sql::set_send_window, practice, std::string_view(text)));
}

Outcome
Practices::set_undo(db::Transaction& tx, PracticeId practice, std::chrono::seconds undo) const {
    COHORT_ENSURE(undo >= undo.zero() && undo <= undo_max, "the time to undo has its limits");
    return outcome_of(tx.run(sql::set_undo, practice, std::int64_t{undo.count()}));
}

Outcome Practices::check_master_key(db::Snapshot& at) const {
    const auto opens = at.one(sql::any_key, [this](const db::Row& row) {
        return keyring_.unwrap(row.id<PracticeId>(0), row.bytes(1)).ok();
    });
    return opens.value_or(true) ? done() : Outcome(invalid("master_key.wrong"));
}

Result<Sealer> Practices::sealer(db::Snapshot& at, PracticeId practice) const {
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = sealers_.find(practice); found != sealers_.end()) {
            return found->second;
        }
    }
    const auto wrapped = at.one(
        sql::load_key, [](const db::Row& row) { return std::string(row.bytes(0)); }, practice
    );
    if (!wrapped) {
        return Error{ErrorKind::not_found, "practice.unknown"};
    }
    COHORT_TRY(sealer, keyring_.unwrap(practice, *wrapped));
    const std::lock_guard lock(mutex_);
    sealers_.emplace(practice, sealer);
    return sealer;
}

namespace {

// With it, an id is the first of its time.
struct Lowest final : Random {
    void fill(std::span<std::byte> bytes) override {
        std::ranges::fill(bytes, std::byte{0});
    }
};

}

bool was_audited(
    db::Snapshot& at,
    const Actor& actor,
    std::string_view action,
    std::string_view subject,
    TimePoint since
) {
    const auto any = [](const db::Row&) { return true; };
    Lowest lowest;
    return at
        .one(
            sql::find_audit_event,
            any,
            actor.practice,
            make_id<Id<struct AuditEventTag>>(since, lowest),
            std::string_view(actor.name),
            action,
            subject
        )
        .has_value();
}

void audit(
    db::Transaction& tx,
    const Actor& actor,
    std::string_view action,
    std::string_view subject,
    TimePoint now,
    Random& random
) {
    tx.run(
        sql::add_audit_event,
        actor.practice,
        make_id<Id<struct AuditEventTag>>(now, random),
        now,
        std::string_view(actor.name),
        action,
        subject
    );
}

}

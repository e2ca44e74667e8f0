#pragma once
// Practices, the people who work there, their sessions and API keys, and the audit of what they
// did. Every call that takes a Transaction or Snapshot runs inside the caller's database job.
#include "base/clock.hpp"
#include "base/id.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "domain/mobile_number.hpp"
#include "domain/send_window.hpp"
#include "platform/db/database.hpp"
#include "practice/sealing.hpp"

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cohort::practice {

// The time to think better of 'Send now' is never longer (the schema's CHECK).
inline constexpr std::chrono::seconds undo_max{300};

struct Practice {
    PracticeId id;
    std::string ods_code;
    std::string name;
    bool bulk_messages_enabled = false;
    bool sms_enabled = false;
    std::string sms_sender;
    std::string email_reply_to;
    std::int64_t patients_max = 0;
    std::chrono::seconds undo{};
    domain::SendWindow send_window = domain::SendWindow::always();
    domain::International international = domain::International::refused;
};

struct NewPractice {
    std::string ods_code;
    std::string name;
    bool sms_enabled = true;
    std::string email_reply_to = {};
    std::chrono::seconds undo = std::chrono::seconds{30};
    domain::SendWindow send_window = domain::SendWindow::parse("mon-fri 08:00-18:00").value();
};

enum class Feature { bulk_messages, sms };
enum class Switch { off, on };

// What a role lets somebody do. One table decides (permissions.cpp): deny by default.
enum class Role { manager, sender };
enum class Permission { sign_out, see_bulk_messages, send_bulk_messages };
// The feature a permission belongs to: without it the practice's users do not have the permission
// either (M1).
bool is_of_bulk_messages(Permission permission);
bool may(Role role, Permission permission);

// Who does something, for names on pages and for the audit.
struct Actor {
    PracticeId practice;
    std::string name; // the user's display name or the API key's label
};

class Practices {
public:
    Practices(const Keyring& keyring, const Clock& clock, Random& random);

    // Errors: practice.ods_code_unreadable, practice.ods_code_taken, practice.name_missing,
    // practice.words_unreadable.
    Result<PracticeId> add(db::Transaction& tx, const NewPractice& practice) const;
    // Errors: practice.unknown.
    Result<Practice> load(db::Snapshot& at, PracticeId practice) const;
    Result<Practice> find(db::Snapshot& at, std::string_view ods_code) const;
    std::vector<Practice> list(db::Snapshot& at) const;
    Outcome set_feature(db::Transaction& tx, PracticeId practice, Feature feature, Switch to) const;
    // Lists that are there already stay as they are. Requires: at least one patient.
    Outcome set_patients_max(db::Transaction& tx, PracticeId practice, std::int64_t patients) const;
    Outcome set_international(
        db::Transaction& tx, PracticeId practice, domain::International international
    ) const;
    // Holds at once, also for what is on its way; latest instants that are set stay as they are.
    Outcome set_send_window(
        db::Transaction& tx, PracticeId practice, const domain::SendWindow& window
    ) const;
    // For what is pressed from now on. Requires: no more than undo_max.
    Outcome set_undo(db::Transaction& tx, PracticeId practice, std::chrono::seconds undo) const;

    // Whether the master key is the one this database was written with. Errors: master_key.wrong.
    Outcome check_master_key(db::Snapshot& at) const;

    // The practice's key, from memory after the first time. Errors: practice.unknown,
    // sealed.damaged.
    Result<Sealer> sealer(db::Snapshot& at, PracticeId practice) const;

    const Keyring& keyring() const { return keyring_; }

private:
    const Keyring& keyring_;
    const Clock& clock_;
    Random& random_;
    mutable std::mutex mutex_;
    mutable std::unordered_map<PracticeId, Sealer> sealers_;
};

// Whether the audit has such a line since then.
bool was_audited(
    db::Snapshot& at,
    const Actor& actor,
    std::string_view action,
    std::string_view subject,
    TimePoint since
);

// Writes one line of the audit. `subject` names a thing by its id, never a patient.
void audit(
    db::Transaction& tx,
    const Actor& actor,
    std::string_view action,
    std::string_view subject,
    TimePoint now,
    Random& random
);

}

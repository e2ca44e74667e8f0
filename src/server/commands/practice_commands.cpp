#include "server/commands/practice_commands.hpp"

#include "platform/db/database.hpp"
#include "practice/allowance.hpp"
#include "practice/passwords.hpp"
#include "practice/people.hpp"
#include "server/master_key.hpp"

#include <fcntl.h>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <memory>
#include <ostream>
#include <unistd.h>
#include <vector>

namespace cohort::commands {
namespace {

// Everything a command needs, opened.
struct Opened {
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<practice::Keyring> keyring;
    std::unique_ptr<db::Database> database;
    std::unique_ptr<practice::Practices> practices;
    std::unique_ptr<practice::People> people;
};

// Who is at the command line is the system's to know; the audit says that it was there.
constexpr std::string_view operator_name = "Operator (command line)";

// One line of the audit, in the transaction of what it tells.
void audit(
    db::Transaction& tx,
    Opened& opened,
    PracticeId practice,
    std::string_view action,
    std::string_view subject
) {
    const practice::Actor actor{practice, std::string(operator_name)};
    practice::audit(tx, actor, action, subject, opened.clock.now(), opened.random);
}

enum class Missing { make, refuse };

// A mistyped folder must not become a new, empty installation: only what sets one up makes it.
Result<std::unique_ptr<Opened>> open(const Installation& at, Missing missing = Missing::refuse) {
    auto opened = std::make_unique<Opened>();
    const std::filesystem::path data = at.data;
    if (missing == Missing::make) {
        std::error_code no_matter;
        std::filesystem::create_directories(data, no_matter);
    } else if (at.postgresql.empty() && !std::filesystem::exists(data / "cohort.db")) {
        return Error{ErrorKind::not_found, "installation.not_found"};
    }
    const auto key =
        at.master_key.empty() ? data / "master.key" : std::filesystem::path(at.master_key);
    const auto file = data / "cohort.db";
    auto database = at.postgresql.empty()
                        ? db::open_sqlite({.path = file.string(), .readers = 1})
                        : db::open_postgresql({.conninfo = at.postgresql, .connections = 1});
    if (!database.ok()) {
        return database.error();
    }
    opened->database = std::move(database).value();
    COHORT_TRY(keyring, server::open_master_key(*opened->database, key, opened->random));
    opened->keyring = std::make_unique<practice::Keyring>(std::move(keyring));
    opened->practices =
        std::make_unique<practice::Practices>(*opened->keyring, opened->clock, opened->random);
    opened->people =
        std::make_unique<practice::People>(*opened->practices, opened->clock, opened->random);
    const auto check = [&](db::Snapshot& snapshot) {
        return opened->practices->check_master_key(snapshot);
    };
    COHORT_CHECK(opened->database->read_now(check));
    return opened;
}

// About 77 bits in four groups that can be read out on a telephone.
std::string make_password(Random& random) {
    constexpr std::string_view letters = "abcdefghjkmnpqrstuvwxyz23456789";
    std::string password;
    for (int group = 0; group < 4; ++group) {
        password += group == 0 ? "" : "-";
        for (int i = 0; i < 4; ++i) {
            password += letters[random.below(letters.size())];
        }
    }
    return password;
}

Result<practice::Role> read_role(const std::string& word) {
    if (word == "manager") {
        return practice::Role::manager;
    }
    if (word == "sender") {
        return practice::Role::sender;
    }
    return invalid("user.role_unknown");
}

Result<PracticeId> find_practice(Opened& opened, const std::string& ods_code) {
    const auto find = [&](db::Snapshot& at) { return opened.practices->find(at, ods_code); };
    COHORT_TRY(practice, opened.database->read_now(find));
    return practice.id;
}

Outcome store_user(
    db::Transaction& tx, Opened& opened, PracticeId practice, const practice::NewUser& user
) {
    COHORT_TRY(id, opened.people->add(tx, practice, user));
    audit(tx, opened, practice, "user.added", id.text());
    return done();
}

Result<PracticeId>
store_practice(db::Transaction& tx, Opened& opened, const practice::NewPractice& practice) {
    COHORT_TRY(id, opened.practices->add(tx, practice));
    audit(tx, opened, id, "practice.added", id.text());
    return id;
}

Outcome store_feature(
    db::Transaction& tx,
    Opened& opened,
    PracticeId practice,
    practice::Feature feature,
    practice::Switch to
) {
    COHORT_CHECK(opened.practices->set_feature(tx, practice, feature, to));
    audit(
        tx,
        opened,
        practice,
        to == practice::Switch::on ? "feature.on" : "feature.off",
        feature == practice::Feature::bulk_messages ? "bulk-messages" : "sms"
    );
    return done();
}

std::string_view word_for(domain::International international) {
    return international == domain::International::allowed ? "yes" : "no";
}

// Each setting that is not what it was, as "patients_max 10000 to 25000".
using Changes = std::vector<std::string>;

std::string words_for(std::optional<std::int64_t> limit) {
    return limit ? std::to_string(*limit) : "no limit";
}

void store_allowance(
    db::Transaction& tx, PracticeId id, const PracticeSettings& to, Changes& changes
) {
    const practice::Allowance before = practice::load_allowance(tx, id);
    practice::Allowance after = before;
    const auto set = [&](const char* name,
                         std::optional<std::int64_t> wanted,
                         std::optional<std::int64_t>& limit) {
        const auto was = limit;
        limit = !wanted ? was : *wanted == 0 ? std::nullopt : wanted;
        if (limit != was) {
            changes.push_back(fmt::format("{} {} to {}", name, words_for(was), words_for(limit)));
        }
    };
    set("texts_a_day", to.texts_a_day, after.texts_a_day);
    set("texts_a_month", to.texts_a_month, after.texts_a_month);
    if (after != before) {
        practice::set_allowance(tx, id, after);
    }
}

Result<Changes>
store_settings(db::Transaction& tx, Opened& opened, PracticeId id, const PracticeSettings& to) {
    COHORT_TRY(before, opened.practices->load(tx, id));
    Changes changes;
    changes.reserve(6);
    if (to.patients_max && *to.patients_max != before.patients_max) {
        COHORT_CHECK(opened.practices->set_patients_max(tx, id, *to.patients_max));
        changes.push_back(
            fmt::format("patients_max {} to {}", before.patients_max, *to.patients_max)
        );
    }
    if (to.international && *to.international != before.international) {
        COHORT_CHECK(opened.practices->set_international(tx, id, *to.international));
        changes.push_back(fmt::format(
            "international_numbers {} to {}",
            word_for(before.international),
            word_for(*to.international)
        ));
    }
    if (to.send_window) {
        COHORT_TRY(window, domain::SendWindow::parse(*to.send_window));
        if (window != before.send_window) {
            COHORT_CHECK(opened.practices->set_send_window(tx, id, window));
            changes.push_back(
                fmt::format("send_window {} to {}", before.send_window.text(), window.text())
            );
        }
    }
    if (to.undo_seconds && *to.undo_seconds != before.undo.count()) {
        COHORT_CHECK(opened.practices->set_undo(tx, id, std::chrono::seconds{*to.undo_seconds}));
        changes.push_back(
            fmt::format("undo_seconds {} to {}", before.undo.count(), *to.undo_seconds)
        );
    }
    store_allowance(tx, id, to, changes);
    if (!changes.empty()) {
        audit(tx, opened, id, "practice.set", fmt::format("{}", fmt::join(changes, ", ")));
    }
    return changes;
}

// Once more where a run was broken off before the sign-in was kept: the users then get the new one.
Outcome store_demonstration(db::Transaction& tx, Opened& opened, const std::string& hash) {
    constexpr const char* ods_code = "Y99999";
    const auto known = opened.practices->find(tx, ods_code);
    if (known) {
        COHORT_CHECK(opened.people->set_password(tx, "manager@riverside.example", hash));
        COHORT_CHECK(opened.people->set_password(tx, "reception@riverside.example", hash));
        return done();
    }
    COHORT_TRY(
        practice,
        store_practice(
            tx,
            opened,
            {.ods_code = ods_code,
             .name = "Riverside Demonstration Practice",
             .email_reply_to = "reception@riverside.example",
             .undo = std::chrono::seconds{0},
             .send_window = domain::SendWindow::always()}
        )
    );
    using practice::Role;
    COHORT_CHECK(store_user(
        tx, opened, practice, {"manager@riverside.example", "Morgan Manager", Role::manager, hash}
    ));
    COHORT_CHECK(store_user(
        tx, opened, practice, {"reception@riverside.example", "Robin Reception", Role::sender, hash}
    ));
    return store_feature(
        tx, opened, practice, practice::Feature::bulk_messages, practice::Switch::on
    );
}

// Readable by its owner only, from its first byte. Errors: output.unwritable.
Outcome write_private(const std::filesystem::path& file, std::string_view text) {
    const int opened = ::open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (opened < 0) {
        return invalid("output.unwritable");
    }
    const bool written =
        ::write(opened, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    const bool closed = ::close(opened) == 0;
    return written && closed ? done() : Outcome{invalid("output.unwritable")};
}

}

Outcome
add_practice(const Installation& at, const practice::NewPractice& practice, std::ostream& out) {
    COHORT_TRY(opened, open(at, Missing::make));
    const auto add = [&](db::Transaction& tx) { return store_practice(tx, *opened, practice); };
    COHORT_CHECK(opened->database->write_now(add));
    out << "Added " << practice.name << " (" << practice.ods_code
        << "). Bulk messages are off until you switch them on:\n"
        << "  cohort practice feature --ods " << practice.ods_code << " bulk-messages on\n";
    return done();
}

Outcome list_practices(const Installation& at, std::ostream& out) {
    COHORT_TRY(opened, open(at));
    const auto list = [&](db::Snapshot& snapshot) -> Result<std::vector<practice::Practice>> {
        return opened->practices->list(snapshot);
    };
    COHORT_TRY(practices, opened->database->read_now(list));
    for (const practice::Practice& practice : practices) {
        out << practice.ods_code << "  " << practice.name << "  bulk messages "
            << (practice.bulk_messages_enabled ? "on" : "off") << ", texts "
            << (practice.sms_enabled ? "on" : "off") << ", sends " << practice.send_window.text()
            << " after " << practice.undo.count() << " s, " << practice.patients_max
            << " patients a list, international numbers " << word_for(practice.international)
            << '\n';
    }
    return done();
}

Outcome set_feature(
    const Installation& at,
    const std::string& ods_code,
    practice::Feature feature,
    practice::Switch to,
    std::ostream& out
) {
    COHORT_TRY(opened, open(at));
    COHORT_TRY(practice, find_practice(*opened, ods_code));
    const auto set = [&](db::Transaction& tx) {
        return store_feature(tx, *opened, practice, feature, to);
    };
    COHORT_CHECK(opened->database->write_now(set));
    out << "Done.\n";
    return done();
}

Outcome set_practice(
    const Installation& at,
    const std::string& ods_code,
    const PracticeSettings& settings,
    std::ostream& out
) {
    if (!settings.names_anything()) {
        return invalid("practice.nothing_to_set");
    }
    COHORT_TRY(opened, open(at));
    COHORT_TRY(practice, find_practice(*opened, ods_code));
    const auto set = [&](db::Transaction& tx) {
        return store_settings(tx, *opened, practice, settings);
    };
    COHORT_TRY(changes, opened->database->write_now(set));
    for (const std::string& change : changes) {
        out << change << '\n';
    }
    out << (changes.empty() ? "Nothing to change: it is so already.\n" : "Done.\n");
    return done();
}

Outcome add_user(const Installation& at, const NewUserOptions& user, std::ostream& out) {
    COHORT_TRY(opened, open(at));
    const std::string password =
        user.password.empty() ? make_password(opened->random) : user.password;
    COHORT_TRY(role, read_role(user.role));
    COHORT_TRY(practice, find_practice(*opened, user.ods_code));
    COHORT_TRY(hash, practice::hash_password(Password(password)));
    const auto add = [&](db::Transaction& tx) {
        return store_user(tx, *opened, practice, {user.email, user.name, role, hash});
    };
    COHORT_CHECK(opened->database->write_now(add));
    out << "Added " << user.name << ".\n";
    if (user.password.empty()) {
        out << "Password: " << password << "\nIt is not shown again.\n";
    }
    return done();
}

Outcome set_password(
    const Installation& at, const std::string& email, const std::string& password, std::ostream& out
) {
    COHORT_TRY(opened, open(at));
    const std::string chosen = password.empty() ? make_password(opened->random) : password;
    COHORT_TRY(hash, practice::hash_password(Password(chosen)));
    const auto set = [&](db::Transaction& tx) -> Outcome {
        COHORT_TRY(user, opened->people->set_password(tx, email, hash));
        audit(tx, *opened, user.practice, "user.password_set", user.id.text());
        return done();
    };
    COHORT_CHECK(opened->database->write_now(set));
    out << "Changed. Whoever was signed in with the old password has to sign in again.\n";
    if (password.empty()) {
        out << "Password: " << chosen << "\nIt is not shown again.\n";
    }
    return done();
}

Outcome add_api_key(
    const Installation& at, const std::string& ods_code, const std::string& label, std::ostream& out
) {
    COHORT_TRY(opened, open(at));
    COHORT_TRY(practice, find_practice(*opened, ods_code));
    const auto add = [&](db::Transaction& tx) -> Result<Token> {
        practice::AddedApiKey added = opened->people->add_api_key(tx, practice, label);
        audit(tx, *opened, practice, "api_key.added", added.id.text());
        return std::move(added.key);
    };
    COHORT_TRY(key, opened->database->write_now(add));
    out << key.reveal() << '\n';
    return done();
}

Outcome seed_demonstration(const Installation& at, std::ostream& out) {
    const std::filesystem::path kept = std::filesystem::path(at.data) / "demonstration.txt";
    if (std::ifstream stream(kept); stream) {
        out << stream.rdbuf();
        return done();
    }
    COHORT_TRY(opened, open(at, Missing::make));
    const std::string password = make_password(opened->random);
    COHORT_TRY(hash, practice::hash_password(Password(password)));
    const auto seed = [&](db::Transaction& tx) { return store_demonstration(tx, *opened, hash); };
    COHORT_CHECK(opened->database->write_now(seed));
    const std::string words =
        "Sign in as reception@riverside.example or manager@riverside.example\nPassword: " + password
        + "\n";
    COHORT_CHECK(write_private(kept, words));
    out << words;
    return done();
}

}

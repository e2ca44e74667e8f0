#include "server/commands/practice_commands.hpp"

#include "platform/db/database.hpp"
#include "practice/passwords.hpp"
#include "practice/people.hpp"

#include <array>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <sstream>

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
    // A new installation makes its key; an existing one must have it.
    if (at.postgresql.empty() && !std::filesystem::exists(file)) {
        COHORT_CHECK(practice::Keyring::create_if_missing(key, opened->random));
    }
    COHORT_TRY(keyring, practice::Keyring::load(key, opened->random));
    opened->keyring = std::make_unique<practice::Keyring>(std::move(keyring));
    auto database = at.postgresql.empty()
                        ? db::open_sqlite({.path = file.string(), .readers = 1})
                        : db::open_postgresql({.conninfo = at.postgresql, .connections = 1});
    if (!database.ok()) {
        return database.error();
    }
    opened->database = std::move(database).value();
    opened->practices =
        std::make_unique<practice::Practices>(*opened->keyring, opened->clock, opened->random);
    opened->people =
        std::make_unique<practice::People>(*opened->practices, opened->clock, opened->random);
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

Outcome store_user(Opened& opened, const NewUserOptions& user, const std::string& password) {
    COHORT_TRY(role, read_role(user.role));
    COHORT_TRY(practice, find_practice(opened, user.ods_code));
    COHORT_TRY(hash, practice::hash_password(Password(password)));
    const auto add = [&](db::Transaction& tx) {
        return opened.people->add(
            tx,
            practice,
            {.email = user.email, .display_name = user.name, .role = role, .password_hash = hash}
        );
    };
    COHORT_CHECK(opened.database->write_now(add));
    return done();
}

}

Outcome
add_practice(const Installation& at, const practice::NewPractice& practice, std::ostream& out) {
    COHORT_TRY(opened, open(at, Missing::make));
    const auto add = [&](db::Transaction& tx) { return opened->practices->add(tx, practice); };
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
            << (practice.sms_enabled ? "on" : "off") << '\n';
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
    const auto set = [&](db::Transaction& tx) -> Outcome {
        COHORT_CHECK(opened->practices->set_feature(tx, practice, feature, to));
        const bool on = to == practice::Switch::on;
        practice::audit(
            tx,
            {practice, "operator"},
            on ? "feature.on" : "feature.off",
            feature == practice::Feature::bulk_messages ? "bulk-messages" : "sms",
            opened->clock.now(),
            opened->random
        );
        return done();
    };
    COHORT_CHECK(opened->database->write_now(set));
    out << "Done.\n";
    return done();
}

Outcome add_user(const Installation& at, const NewUserOptions& user, std::ostream& out) {
    COHORT_TRY(opened, open(at));
    const std::string password =
        user.password.empty() ? make_password(opened->random) : user.password;
    COHORT_CHECK(store_user(*opened, user, password));
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
    const auto set = [&](db::Transaction& tx) {
        return opened->people->set_password(tx, email, hash);
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
        return opened->people->add_api_key(tx, practice, label);
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
    constexpr const char* ods_code = "Y99999";
    const auto add = [&](db::Transaction& tx) -> Outcome {
        COHORT_TRY(
            practice,
            opened->practices->add(
                tx,
                {.ods_code = ods_code,
                 .name = "Riverside Demonstration Practice",
                 .email_reply_to = "reception@riverside.example",
                 .undo = std::chrono::seconds{0},
                 .send_window = domain::SendWindow::always()}
            )
        );
        return opened->practices->set_feature(
            tx, practice, practice::Feature::bulk_messages, practice::Switch::on
        );
    };
    COHORT_CHECK(opened->database->write_now(add));
    const std::string password = make_password(opened->random);
    for (const NewUserOptions& user :
         {NewUserOptions{ods_code, "manager@riverside.example", "Morgan Manager", "manager", {}},
          NewUserOptions{ods_code, "reception@riverside.example", "Robin Reception", "sender", {}}
         }) {
        COHORT_CHECK(store_user(*opened, user, password));
    }
    std::ostringstream words;
    words << "Sign in as reception@riverside.example or manager@riverside.example\n"
          << "Password: " << password << '\n';
    std::ofstream(kept) << words.str();
    std::filesystem::permissions(kept, std::filesystem::perms(0600));
    out << words.str();
    return done();
}

}

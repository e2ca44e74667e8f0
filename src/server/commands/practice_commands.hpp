#pragma once
// `cohort practice …`, `cohort user …`, `cohort api-key …`, `cohort demo`: what an operator sets up
// on the command line. They open the same database as the server and may run beside it. Each change
// and its line in the audit are one transaction.
#include "base/result.hpp"
#include "base/secret.hpp"
#include "practice/practices.hpp"

#include <cstdint>
#include <iosfwd>
#include <optional>
#include <string>

namespace cohort::commands {

// Where the installation is.
struct Installation {
    std::string data = "data"; // holds cohort.db and master.key
    std::string postgresql;    // conninfo, instead of cohort.db
    std::string master_key;    // file, instead of the data folder's
};

struct NewUserOptions {
    std::string ods_code;
    std::string email;
    std::string name;
    std::string role = "sender";
    std::string password; // empty: one is made and printed
};

// What is named is changed, the rest stays.
struct PracticeSettings {
    std::optional<std::int64_t> patients_max;
    std::optional<domain::International> international;
    std::optional<std::string> send_window; // as SendWindow::parse reads it
    std::optional<std::int64_t> undo_seconds;
    std::optional<std::int64_t> texts_a_day; // 0: no limit
    std::optional<std::int64_t> texts_a_month;

    bool names_anything() const {
        return patients_max || international || send_window || undo_seconds || texts_a_day
               || texts_a_month;
    }
};

// Errors of all: those of Practices and People, db.*, master_key.*; and of all but add_practice and
// seed_demonstration, which set an installation up: installation.not_found.
Outcome
add_practice(const Installation& at, const practice::NewPractice& practice, std::ostream& out);
Outcome list_practices(const Installation& at, std::ostream& out);
Outcome set_feature(
    const Installation& at,
    const std::string& ods_code,
    practice::Feature feature,
    practice::Switch to,
    std::ostream& out
);
// Prints and audits each change with what was before; what is so already is no change.
// Errors: practice.nothing_to_set, those of SendWindow::parse.
Outcome set_practice(
    const Installation& at,
    const std::string& ods_code,
    const PracticeSettings& settings,
    std::ostream& out
);
Outcome add_user(const Installation& at, const NewUserOptions& user, std::ostream& out);
Outcome set_password(
    const Installation& at, const std::string& email, const std::string& password, std::ostream& out
);
Outcome add_api_key(
    const Installation& at, const std::string& ods_code, const std::string& label, std::ostream& out
);

// The demonstration practice with a practice manager and a receptionist; run again it prints the
// same sign-in, which it keeps in the data folder.
Outcome seed_demonstration(const Installation& at, std::ostream& out);

}

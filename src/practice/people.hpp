#pragma once
// Signing in and staying signed in. Unknown name and wrong password get one answer, after the same
// work. A session is a 256-bit token in a cookie; the database holds its keyed hash. 30 minutes
// idle, 12 hours at most.
#include "base/secret.hpp"
#include "platform/db/database.hpp"
#include "practice/practices.hpp"

#include <optional>
#include <string>

namespace cohort::practice {

inline constexpr auto session_idle_max = std::chrono::minutes{30};
inline constexpr auto session_life_max = std::chrono::hours{12};

struct NewUser {
    std::string email;
    std::string display_name;
    Role role;
    std::string password_hash; // from hash_password
};

struct User {
    PracticeId practice;
    UserId id;
    std::string display_name;
    Role role;
    std::string password_hash;
};

struct Session {
    Practice practice;
    UserId user;
    std::string user_name;
    Role role;
    std::string csrf_token;
    TimePoint seen_at; // by touch

    Actor actor() const { return {practice.id, user_name}; }
};

// `key` is shown once: "cohort_<practice>_<key>_<secret>".
struct AddedApiKey {
    ApiKeyId id;
    Token key;
};

class People {
public:
    People(const Practices& practices, const Clock& clock, Random& random);

    // Errors: user.email_unreadable, user.name_missing, user.email_taken, practice.unknown.
    Result<UserId> add(db::Transaction& tx, PracticeId practice, const NewUser& user) const;
    // Whose it was. Errors: user.unknown.
    Result<User>
    set_password(db::Transaction& tx, std::string_view email, const std::string& hash) const;
    // The user with this address, whichever the practice; nothing when unknown or disabled.
    std::optional<User> find(db::Snapshot& at, std::string_view email) const;

    // The cookie's value. Requires: the password was checked.
    Token open_session(db::Transaction& tx, const User& user) const;
    // Errors: session.none (unknown, expired, idle too long, or the user is disabled).
    Result<Session> session(db::Snapshot& at, const Token& cookie) const;
    // Moves the idle limit on; called at most once a minute for one session.
    void touch(db::Transaction& tx, const Token& cookie) const;
    void close_session(db::Transaction& tx, const Token& cookie) const;

    AddedApiKey add_api_key(db::Transaction& tx, PracticeId practice, std::string_view label) const;
    // Errors: api_key.unknown.
    Result<Actor> check_api_key(db::Snapshot& at, std::string_view bearer) const;

private:
    const Practices& practices_;
    const Clock& clock_;
    Random& random_;
};

}

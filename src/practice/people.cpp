#include "practice/people.hpp"

#include "domain/email_address.hpp"
#include "domain/typed_text.hpp"
#include "practice/sql.hpp"

#include <sodium.h>

namespace cohort::practice {
namespace {

std::string random_token(Random& random) {
    std::array<std::byte, 32> bytes{};
    random.fill(bytes);
    std::string text(
        sodium_base64_ENCODED_LEN(bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING), '\0'
    );
    sodium_bin2base64(
        text.data(),
        text.size(),
        reinterpret_cast<const unsigned char*>(bytes.data()),
        bytes.size(),
        sodium_base64_VARIANT_URLSAFE_NO_PADDING
    );
    text.resize(text.find('\0'));
    return text;
}

std::string_view role_text(Role role) {
    return role == Role::manager ? "manager" : "sender";
}

Role read_role(std::string_view text) {
    return text == "manager" ? Role::manager : Role::sender;
}

// "<practice>.<token>", so that the look-up is by practice from the start.
struct Cookie {
    PracticeId practice;
    std::string_view token;
};

std::optional<Cookie> read_cookie(const Token& cookie) {
    const std::string_view text = cookie.reveal();
    const auto dot = text.find('.');
    if (dot == text.npos) {
        return std::nullopt;
    }
    const auto practice = PracticeId::parse(text.substr(0, dot));
    if (!practice.ok()) {
        return std::nullopt;
    }
    return Cookie{*practice, text.substr(dot + 1)};
}

// Case does not matter in an address that somebody signs in with.
std::string sign_in_hash(const Keyring& keyring, std::string_view email) {
    std::string folded(email);
    for (char& byte : folded) {
        byte = byte >= 'A' && byte <= 'Z' ? static_cast<char>(byte - 'A' + 'a') : byte;
    }
    return keyring.hash(HashOf::sign_in_email, folded);
}

}

People::People(const Practices& practices, const Clock& clock, Random& random)
    : practices_(practices), clock_(clock), random_(random) {}

Result<UserId> People::add(db::Transaction& tx, PracticeId practice, const NewUser& user) const {
    if (user.display_name.empty()) {
        return invalid("user.name_missing");
    }
    if (domain::read_name(user.display_name) != user.display_name) {
        return invalid("user.name_unreadable");
    }
    if (!domain::EmailAddress::parse(user.email).ok()) {
        return invalid("user.email_unreadable");
    }
    COHORT_TRY(known, practices_.load(tx, practice));
    const std::string hash = sign_in_hash(practices_.keyring(), user.email);
    const auto taken = tx.one(
        sql::find_user_by_email,
        [](const db::Row& row) { return row.id<UserId>(1); },
        db::Bytes{hash}
    );
    if (taken) {
        return Error{ErrorKind::conflict, "user.email_taken"};
    }
    const TimePoint now = clock_.now();
    const auto id = make_id<UserId>(now, random_);
    tx.run(
        sql::add_user,
        known.id,
        id,
        db::Bytes{hash},
        std::string_view(user.display_name),
        role_text(user.role),
        std::string_view(user.password_hash),
        now
    );
    return id;
}

Result<User>
People::set_password(db::Transaction& tx, std::string_view email, const std::string& hash) const {
    auto user = find(tx, email);
    if (!user) {
        return Error{ErrorKind::not_found, "user.unknown"};
    }
    tx.run(sql::set_password, user->practice, user->id, std::string_view(hash));
    // Whoever was signed in with the old password no longer is.
    tx.run(sql::close_sessions_of_user, user->practice, user->id);
    return std::move(*user);
}

std::optional<User> People::find(db::Snapshot& at, std::string_view email) const {
    const std::string hash = sign_in_hash(practices_.keyring(), email);
    return at.one(
        sql::find_user_by_email,
        [](const db::Row& row) {
            return User{
                row.id<PracticeId>(0),
                row.id<UserId>(1),
                std::string(row.text(2)),
                read_role(row.text(3)),
                std::string(row.text(4))
            };
        },
        db::Bytes{hash}
    );
}

Token People::open_session(db::Transaction& tx, const User& user) const {
    const std::string token = random_token(random_);
    const std::string csrf = random_token(random_);
    const TimePoint now = clock_.now();
    tx.run(sql::delete_expired_sessions, user.practice, now);
    tx.run(
        sql::add_session,
        user.practice,
        db::Bytes{practices_.keyring().hash(HashOf::session_token, token)},
        user.id,
        std::string_view(csrf),
        now,
        now + session_life_max
    );
    return Token(user.practice.text() + "." + token);
}

Result<Session> People::session(db::Snapshot& at, const Token& cookie) const {
    const Error none{ErrorKind::unauthenticated, "session.none"};
    const auto parts = read_cookie(cookie);
    if (!parts) {
        return none;
    }
    const std::string hash = practices_.keyring().hash(HashOf::session_token, parts->token);
    const TimePoint now = clock_.now();

    struct Found {
        UserId user;
        std::string name;
        Role role;
        std::string csrf;
        TimePoint seen_at;
    };

    auto found = at.one(
        sql::load_session,
        [](const db::Row& row) {
            return Found{
                row.id<UserId>(0),
                std::string(row.text(1)),
                read_role(row.text(2)),
                std::string(row.text(3)),
                row.time(4)
            };
        },
        parts->practice,
        db::Bytes{hash},
        now,
        now - session_idle_max
    );
    if (!found) {
        return none;
    }
    auto practice = practices_.load(at, parts->practice);
    if (!practice.ok()) {
        return none;
    }
    return Session{
        std::move(practice).value(),
        found->user,
        std::move(found->name),
        found->role,
        std::move(found->csrf),
        found->seen_at
    };
}

void People::touch(db::Transaction& tx, const Token& cookie) const {
    if (const auto parts = read_cookie(cookie)) {
        const TimePoint now = clock_.now();
        const std::string hash = practices_.keyring().hash(HashOf::session_token, parts->token);
        tx.run(
            sql::touch_session, parts->practice, db::Bytes{hash}, now, now - std::chrono::minutes{1}
        );
    }
}

void People::close_session(db::Transaction& tx, const Token& cookie) const {
    if (const auto parts = read_cookie(cookie)) {
        const std::string hash = practices_.keyring().hash(HashOf::session_token, parts->token);
        tx.run(sql::close_session, parts->practice, db::Bytes{hash});
    }
}

AddedApiKey
People::add_api_key(db::Transaction& tx, PracticeId practice, std::string_view label) const {
    const TimePoint now = clock_.now();
    const auto id = make_id<ApiKeyId>(now, random_);
    const std::string secret = random_token(random_);
    tx.run(
        sql::add_api_key,
        practice,
        id,
        label,
        db::Bytes{practices_.keyring().hash(HashOf::api_secret, secret)},
        now
    );
    return {id, Token("cohort_" + practice.text() + "_" + id.text() + "_" + secret)};
}

Result<Actor> People::check_api_key(db::Snapshot& at, std::string_view bearer) const {
    const Error unknown{ErrorKind::unauthenticated, "api_key.unknown"};
    constexpr std::string_view prefix = "cohort_";
    if (!bearer.starts_with(prefix)) {
        return unknown;
    }
    bearer.remove_prefix(prefix.size());
    const auto first = bearer.find('_');
    const auto second = first == bearer.npos ? bearer.npos : bearer.find('_', first + 1);
    if (second == bearer.npos) {
        return unknown;
    }
    const auto practice = PracticeId::parse(bearer.substr(0, first));
    const auto key = ApiKeyId::parse(bearer.substr(first + 1, second - first - 1));
    if (!practice.ok() || !key.ok()) {
        return unknown;
    }
    const std::string hash =
        practices_.keyring().hash(HashOf::api_secret, bearer.substr(second + 1));
    const auto label = at.one(
        sql::load_api_key,
        [](const db::Row& row) { return std::string(row.text(0)); },
        *practice,
        *key,
        db::Bytes{hash}
    );
    if (!label) {
        return unknown;
    }
    return Actor{*practice, *label};
}

}

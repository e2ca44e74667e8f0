#include "practice/passwords.hpp"

#include "domain/character_count.hpp"

#include <sodium.h>

namespace cohort::practice {
namespace {

constexpr std::size_t characters_min = 12;
constexpr std::size_t bytes_max = 1024;

std::string argon2id(const std::string& text) {
    COHORT_ENSURE(sodium_init() >= 0, "libsodium starts");
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    const int fault = crypto_pwhash_str(
        hash.data(),
        text.data(),
        text.size(),
        crypto_pwhash_OPSLIMIT_INTERACTIVE,
        crypto_pwhash_MEMLIMIT_INTERACTIVE
    );
    COHORT_ENSURE(fault == 0, "there is memory for a password hash");
    hash.resize(hash.find('\0'));
    return hash;
}

}

Result<std::string> hash_password(const Password& password) {
    if (domain::count_characters(password.reveal()) < characters_min) {
        return invalid("password.too_short");
    }
    if (password.reveal().size() > bytes_max) {
        return invalid("password.too_long");
    }
    return argon2id(password.reveal());
}

bool password_matches(const Password& password, const std::string& hash) {
    COHORT_ENSURE(sodium_init() >= 0, "libsodium starts");
    const std::string& text = password.reveal();
    return text.size() <= bytes_max
           && crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

void waste_a_hash(const Password& password) {
    static const std::string nobody = argon2id("nobody has this password");
    static_cast<void>(password_matches(password, nobody));
}

}

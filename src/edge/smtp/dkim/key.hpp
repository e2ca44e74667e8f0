#pragma once
// A private key that signs mail: RSA (RFC 6376) or Ed25519 (RFC 8463). Threads: immutable; several
// may sign with one key at a time; copies share it.
#include "base/result.hpp"
#include "base/secret.hpp"

#include <memory>
#include <string>
#include <string_view>

struct evp_pkey_st;

namespace cohort::smtp::dkim {

class Key {
public:
    enum class Kind { rsa, ed25519 };

    // PEM, PKCS #8 or PKCS #1, without a pass phrase. Errors, kind invalid: dkim.key_unreadable,
    // dkim.key_kind (neither of the two).
    static Result<Key> read(const Password& pem);

    Kind kind() const { return kind_; }

    int bits() const;

    // Over the SHA-256 of `input`, which for Ed25519 is itself what is signed (RFC 8463 §3).
    // Errors: dkim.signing_failed.
    Result<std::string> sign(std::string_view input) const;

private:
    Key(std::shared_ptr<evp_pkey_st> key, Kind kind) : key_(std::move(key)), kind_(kind) {}

    std::shared_ptr<evp_pkey_st> key_;
    Kind kind_;
};

std::string sha256(std::string_view bytes);

}

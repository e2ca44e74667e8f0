#pragma once
// Sealing: what is known about patients is stored only as XChaCha20-Poly1305 under the practice's
// key, which is itself wrapped by a master key from a file. A sealed value is bound to the place it
// was written for (column and row), so that a value copied to another row does not open. Exact
// look-ups use keyed hashes (BLAKE2b-128). Threads: Sealer and Keyring are immutable after
// construction; any thread.
#include "base/id.hpp"
#include "base/random.hpp"
#include "base/result.hpp"

#include <array>
#include <cstddef>
#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>

namespace cohort::practice {

// Where a sealed value stands. The column is a literal such as "list_patients.identity".
struct Place {
    std::string_view column;
    std::array<std::int64_t, 4> row{};
};

class Key;

class Sealer {
public:
    Sealer(std::shared_ptr<const Key> key, Random& random);

    std::string seal(std::string_view plain, const Place& place) const;
    // Errors: sealed.damaged (altered, moved, or another key's).
    Result<std::string> open(std::string_view sealed, const Place& place) const;

private:
    std::shared_ptr<const Key> key_;
    Random* random_;
};

// What a hash is of; hashes of the same text for two purposes have nothing in common.
enum class HashOf : unsigned char {
    nhs_number = 1,
    mobile = 2,
    email = 3,
    sign_in_email = 4,
    session_token = 5,
    api_secret = 6,
    content = 7,
    bounce_key = 8, // not of a person: what proves that a bounce is about an email of ours
    row_says = 9,   // what a row of a list says of its patient: rows that agree are alike
};

class Keyring {
public:
    // Reads 32 bytes from a file that only its owner may read.
    // Errors: master_key.missing, master_key.open_to_others, master_key.wrong_size.
    static Result<Keyring> load(const std::filesystem::path& file, Random& random);
    // Makes such a file; an existing one is left alone.
    static Outcome create_if_missing(const std::filesystem::path& file, Random& random);

    // A new random key for a practice, wrapped for storage.
    std::string wrap_new_key(PracticeId practice) const;
    // Errors: sealed.damaged.
    Result<Sealer> unwrap(PracticeId practice, std::string_view wrapped) const;

    // For what arrives before a practice is known (raw receipts).
    const Sealer& deployment() const { return deployment_; }

    std::string hash(HashOf of, std::string_view text) const;

private:
    Keyring(std::string_view master, Random& random);

    Random* random_;
    std::shared_ptr<const Key> wrapping_;
    std::shared_ptr<const Key> hashing_;
    Sealer deployment_;
};

}

#pragma once
// Passwords are kept as argon2id hashes (RFC 9106) with their parameters inside. Hashing takes
// about a tenth of a second and 64 MiB on purpose: call it from a worker pool that limits how many
// run at once.
#include "base/result.hpp"
#include "base/secret.hpp"

#include <string>

namespace cohort::practice {

// Errors: password.too_short (fewer than 12 characters), password.too_long (over 1,024 bytes).
Result<std::string> hash_password(const Password& password);
bool password_matches(const Password& password, const std::string& hash);
// The same work with nothing to compare: for unknown names, so that they take as long as known
// ones.
void waste_a_hash(const Password& password);

}

#pragma once
// Where a letter's bounces go: an address of its own, "bounce+TOKEN@domain". The token names the
// letter and proves that we wrote it, so that a bounce is matched whatever its text looks like, and
// nobody can make one up. Pure. Threads: immutable.
//
// TOKEN is the letter's reference, as it stands where it is base32 (what the engine gives is), else
// "0" and the base32 of its bytes; and behind it 80 bits of its HMAC-SHA256 as 16 letters. All of
// it survives a change of case on the way back.
#include "base/secret.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace cohort::smtp {

using VerpKey = Secret<struct VerpKeyTag>;

class Verp {
public:
    Verp(std::string domain, VerpKey key) : domain_(std::move(domain)), key_(std::move(key)) {}

    // Nothing for an empty reference, and for one so long that the part before the @ would have
    // more than 64 octets (RFC 5321 §4.5.3.1.1).
    std::optional<std::string> address(std::string_view reference) const;

    // The reference, if it is an address of ours with a token of ours.
    std::optional<std::string> reference(std::string_view address) const;

private:
    std::string proof(std::string_view reference) const;

    std::string domain_;
    VerpKey key_;
};

}

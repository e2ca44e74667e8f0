#pragma once
// Signs a letter for our domain (RFC 6376, RFC 8463): relaxed/relaxed, one signature for each key.
// The fields a reader sees are signed once more than they occur, so that nobody can add a second
// From, To, Subject, Date or Reply-To. Threads: immutable; any number at a time. A signature with
// RSA-2048 costs about a quarter of a millisecond: never on a network thread.
#include "base/clock.hpp"
#include "edge/smtp/dkim/key.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::dkim {

// As an operator sets it up: the DNS holds the public half at <selector>._domainkey.<domain>.
struct KeySettings {
    std::string selector;
    Password pem;
};

class Signer {
public:
    // Errors, kind invalid, the detail names the selector: dkim.selector_unusable, those of
    // Key::read, dkim.key_too_short (RSA below 2048 bits; RFC 8301 asks for 1024 and advises 2048).
    static Result<Signer> make(std::string domain, const std::vector<KeySettings>& keys);

    // The letter with its DKIM-Signature fields before it. Requires: lines end in CRLF.
    // Errors: dkim.signing_failed.
    Result<std::string> sign(std::string_view letter, TimePoint now) const;

private:
    struct Selected {
        std::string selector;
        Key key;
    };

    Signer(std::string domain, std::vector<Selected> keys)
        : domain_(std::move(domain)), keys_(std::move(keys)) {}

    std::string domain_;
    std::vector<Selected> keys_;
};

}

#pragma once
// An email address that a mail relay will take: RFC 5321 dot-atom before the @ (64 octets), a
// domain of at least two labels after it, made ASCII by IDNA (UTS 46, not transitional) and
// lower-cased; 254 octets in all.
#include "base/result.hpp"

#include <ostream>
#include <string>
#include <string_view>

namespace cohort::domain {

class EmailAddress {
public:
    // Blanks at both ends are ignored. Quoted local parts, comments, display names and address
    // literals are refused. Errors: email.missing, email.invalid, email.multiple.
    static Result<EmailAddress> parse(std::string_view cell);

    // ASCII only. The case of the local part is kept as it was written.
    const std::string& reveal() const { return address_; }

    friend bool operator==(const EmailAddress&, const EmailAddress&) = default;
    friend std::ostream& operator<<(std::ostream&, const EmailAddress&) = delete;

private:
    explicit EmailAddress(std::string address) : address_(std::move(address)) {}

    std::string address_;
};

// Whether two addresses, revealed, are one mailbox. RFC 5321 2.4 lets a host tell the case of a
// local part, and no host that patients use does.
bool is_same_mailbox(std::string_view one, std::string_view other);

}

#pragma once
// What a "no" is about, whoever says it: the relay while we talk to it, or a bounce afterwards.
// Pure. Sources: RFC 3463 §3 and the IANA registry of enhanced status codes, RFC 4954, 6531, 7505,
// 7372.
#include "edge/smtp/replies.hpp"

#include <string_view>

namespace cohort::smtp {

enum class About {
    address,      // nobody is there
    address_shut, // the mailbox takes nothing any more
    domain,       // the part after the @
    unreachable,  // the way there
    full,         // the mailbox, for now
    size,
    utf8, // RFC 6531: the address needs SMTPUTF8 further on
    content,
    policy,
    rate, // we send too fast for somebody
    login,
    sender,   // our own address
    settings, // our commands or their order
    unknown,  // says no more than "no"
};

// By subject and detail; the class does not matter.
About about_status(const EnhancedStatus& status);

// Servers without enhanced codes leave only their text to tell a wrong address from a refusal of
// us. It is asked last and believed little: policy first, because taking a policy for an address
// fails a patient for good. Requires: lower case.
About about_text(std::string_view text);

}

#pragma once
// What a server says it can do, from its answer to EHLO (RFC 5321 §4.1.1.1). Pure.
#include "edge/smtp/replies.hpp"

#include <cstddef>
#include <optional>

namespace cohort::smtp {

struct Capabilities {
    bool starttls = false;   // RFC 3207
    bool pipelining = false; // RFC 2920
    bool smtputf8 = false;   // RFC 6531
    bool eight_bit_mime = false;
    bool dsn = false;        // RFC 3461
    bool auth_plain = false; // RFC 4954
    bool auth_login = false;
    bool auth_xoauth2 = false; // Google's and Microsoft's
    // RFC 1870: SIZE was offered; 0 states no limit.
    std::optional<std::size_t> size_max;
};

// Unknown keywords are passed over; "AUTH=PLAIN" of old servers is understood.
Capabilities read_capabilities(const Reply& reply);

}

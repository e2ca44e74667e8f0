#pragma once
// From a mail that came back to what it says about a letter of ours: a report as RFC 3464 wants it,
// or one of the many that look like none. Pure, bounded.
//
// Which letter: the address the mail came to (verp.hpp), else the envelope's id, else a Message-ID
// of ours that the mail quotes. All three hold the engine's reference, which nobody can guess, so a
// mail that names one has seen the letter.
// What about it: a delivery-status part decides. Without one the words do, and they are believed
// only when the mail looks like a bounce; what could be anything is 'unknown' and proves nothing.
// Answers of machines to the letter itself (out of office) are no bounces and say nothing.
#include "edge/smtp/verp.hpp"
#include "flow/send/gateway.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cohort::smtp::bounces {

inline constexpr std::size_t raw_bytes_max = 32 * 1024; // of a receipt: enough to read it again

struct Ours {
    const Verp* verp = nullptr;         // none: bounces have no addresses of their own
    std::string_view message_id_domain; // of our Message-IDs
};

struct Bounce {
    enum class Kind {
        receipts, // it says something about a letter of ours
        answer,   // a machine or a person answered; nothing about delivery
        stranger, // about no letter of ours
    };

    Kind kind = Kind::stranger;
    std::vector<send::Receipt> receipts = {};
};

// `recipient`: the envelope's, where it is known; else the mail's own fields are looked at.
Bounce read_bounce(std::string_view bytes, std::string_view recipient, const Ours& ours);

}

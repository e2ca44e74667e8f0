#pragma once
// What each number a message centre can answer means for the message and for the gateway: the
// adapter's whole judgement, as tables. Sources: SMPP v3.4 5.1.3 for the meanings; Kannel's and
// Jasmin's retry rules for what is worth trying again (docs/reference, standards §1.1); 3GPP
// TS 29.002 for network errors.
#include "base/clock.hpp"
#include "edge/smpp/codec/pdu.hpp"
#include "flow/send/gateway.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace cohort::smpp {

// A documented refusal of a submit_sm means in every case that the centre did not take the message.
enum class Verdict {
    refused_for_good, // this number or this message, whenever it is sent
    refused_for_now,
    not_now,      // the centre's own trouble with one message: again later
    slow_down,    // we are too fast: again after the gateway's pause
    set_up_wrong, // ours to mend: the gateway pauses and asks for a person; nobody fails
    not_bound,    // the session is not what we think: bind anew
};

struct StatusMeaning {
    std::uint32_t status;
    std::string_view name;
    Verdict verdict;
    std::string_view reason;
};

// Requires: status != 0. Unlisted and vendors' own (0x400…) are refused for now: not taken, reason
// not known.
StatusMeaning meaning_of(std::uint32_t status);

// The outcome of a submit_sm (or of the generic_nack that answered it). `not_before` fills NotSent.
send::AttemptOutcome outcome_of(std::uint32_t status, Milliseconds not_before);

// Why a bind was refused; `answer` is the command that said so.
send::Pause pause_of_bind(Command answer, std::uint32_t status);
// Why the gateway pauses after `set_up_wrong`.
send::Pause pause_of_submit(std::uint32_t status);

struct StateMeaning {
    std::uint8_t state;
    std::string_view word; // as in `stat:`, first seven letters
    send::Receipt::Says says;
    std::string_view reason;
};

StateMeaning state_of_number(std::uint8_t state);
// Any case; compares the seven letters of appendix B.
StateMeaning state_of_word(std::string_view word);

// The reason behind a GSM MAP error; empty when it says no more than the state does.
std::string_view reason_of_gsm_error(std::uint32_t error);

// "submit_sm_resp 0x0000000B ESME_RINVDSTADR"
std::string detail_of(std::string_view what, std::uint32_t status);

}

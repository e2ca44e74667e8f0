#pragma once
// From what the engine gives to what a session sends: the letter is written here, once, before any
// connection is used. Pure: `now` is the letter's date.
#include "edge/smtp/session.hpp"
#include "edge/smtp/settings.hpp"
#include "flow/send/gateway.hpp"

#include <variant>

namespace cohort::smtp {

// The letter, or how the attempt ends without one: a fault of the patient's address or of the text
// is refused for good, a fault of our own address is not sent.
std::variant<Outgoing, Ended>
make_outgoing(const send::Submission& given, const SmtpSettings& settings, TimePoint now);

}

#pragma once
// From what the engine gives to what a session sends: the letter is written and signed here, once,
// before any connection is used. Pure: `now` is the letter's date and its signature's. Threads:
// immutable; any number at a time.
#include "edge/smtp/dkim/signer.hpp"
#include "edge/smtp/session.hpp"
#include "edge/smtp/settings.hpp"
#include "flow/send/gateway.hpp"

#include <optional>
#include <string>
#include <variant>

namespace cohort::smtp {

using Written = std::variant<Outgoing, Ended>;

class LetterWriter {
public:
    // Requires: check(settings) is ok.
    explicit LetterWriter(const SmtpSettings& settings);

    // The letter, or how the attempt ends without one: a fault of the patient's address or of the
    // text is refused for good, a fault of our own address or key is not sent.
    Written write(const send::Submission& given, TimePoint now) const;

    // None without a domain for bounces.
    const Verp* verp() const { return verp_ ? &*verp_ : nullptr; }

private:
    std::string from_address_;
    std::string envelope_from_;
    std::string message_id_domain_;
    std::optional<Verp> verp_;
    std::optional<dkim::Signer> signer_;
};

}

#pragma once
// Messages that ended in doubt because the centre did not answer in time, remembered for a while:
// an answer that comes after all still says what became of them. Holds keys and references, nothing
// about a patient. Belongs to one session, as sequence numbers do. Pure: the caller says what time
// it is.
#include "edge/smpp/message_parts.hpp"
#include "edge/smpp/pace.hpp"
#include "flow/send/gateway.hpp"

#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace cohort::smpp {

class LateAnswers {
public:
    // Those of the parts whose sequence number is set are still unanswered.
    void expect(const send::AttemptKey& key, std::vector<Part> parts, Instant now);

    // The part that an answer with this number is about; null when nobody waits for one. Good until
    // the next call.
    Part* part_of(std::uint32_t sequence);

    struct Settled {
        send::AttemptKey key;
        send::AttemptOutcome outcome;
    };

    // After part_of, and a change of the part: the message's outcome, once it is certain. It is
    // remembered no longer then.
    std::optional<Settled> settle(Milliseconds not_before);

    // Those that are too old.
    void forget(Instant now);

private:
    struct Waiting {
        send::AttemptKey key;
        std::vector<Part> parts;
        Instant until;
    };

    std::deque<Waiting> waiting_; // the oldest first
    std::size_t found_ = 0;       // by part_of
};

}

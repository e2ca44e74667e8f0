#pragma once
// A text of several parts is one message to the patient, so its outcome is one too:
//   every part accepted                                        accepted
//   a part refused, and no other accepted or unknown           refused, as that part was
//   a part refused, and another accepted or unknown            refused for good,
//   sms.partly_refused: it can never be
//                                                              whole, and sending it again would
//                                                              repeat a fragment, so only a person
//                                                              may ask for that
//   nothing refused, one part unknown                          in doubt
//   no part accepted, refused or unknown                       not sent
//   some accepted, the rest certainly not taken                those parts again, a few times; then
//   in doubt,
//                                                              sms.partly_sent: the patient may
//                                                              hold a fragment
// 'Accepted' is said only of the whole, because a receipt for one part must never make a fragment
// 'delivered'. Pure.
#include "flow/send/gateway.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>

namespace cohort::smpp {

struct Part {
    enum class State { waiting, in_flight, accepted, refused, not_sent, unknown };

    State state = State::waiting;
    std::string octets = {};      // user data header and text
    std::string tlvs = {};        // sar_ numbers, or the text itself
    std::size_t segments = 1;     // more when the centre cuts the text
    std::string reference = {};   // when accepted
    std::uint32_t status = 0;     // when refused, or not sent by an answer
    std::string_view reason = {}; // when unknown, or not sent without an answer
    unsigned submits = 0;         // how often it went out
    std::uint32_t sequence = 0;   // of the submit_sm, while only its answer could tell more
};

struct KeepWaiting {}; // answers are still to come, or parts still to go

struct SendRest {}; // the parts that are not_sent, once more

using Conclusion = std::variant<KeepWaiting, SendRest, send::AttemptOutcome>;

inline constexpr unsigned part_submits_max = 5;

// True when sending further parts of it would be of use.
bool worth_continuing(std::span<const Part> parts);

// `not_before` fills a NotSent. `link_up`: the rest could still be sent.
Conclusion conclude(std::span<const Part> parts, Milliseconds not_before, bool link_up);

}

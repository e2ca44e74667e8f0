#pragma once
// What a server's "no" means for the patient's message and for the gateway: the whole table, pure.
//
// Sources: RFC 5321 §4.2, RFC 3463 and its registry (grouping: docs reference "standards" §2), RFC
// 7504 (556, null MX).
//   4xx                        not sent, try later (RFC 5321 §4.2.1: the action did not occur)
//   4.7.0 to 4.7.19            greylisting: five minutes at least
//   4.7.20 and above           who we are is in doubt (SPF, DKIM, DMARC, PTR, TLS): as 5.7.x
//   4.1.7, 4.1.8               our own address, for now: the same suspicion
//   x.7.28                     too fast: not sent, and the gateway slows down; 421 does too
//   5.1.x, 5.2.1               the address: refused for good
//   5.2.2, 552 to RCPT         mailbox full: refused for now
//   5.2.3, 5.3.4               too large: refused for good
//   5.5.x, 530, 535, 5.7.8 …   our settings: the gateway pauses, the patient has not failed
//   5.7.x                      policy: as above, once it is more than one message (suspicion)
//   bare 550, 551, 553         the address only if the text says so; else refused for now
#include "edge/smtp/replies.hpp"
#include "flow/send/gateway.hpp"

#include <optional>

namespace cohort::smtp {

// The command a reply answers. Before these no message is involved: see Opening.
enum class Phase { mail, rcpt, data, final_dot };

// What follows for the gateway.
enum class Effect {
    none,
    suspicion, // a policy refusal: of this one message perhaps, of us if it goes on
    slow_down, // too fast: rest a little, longer each time, then go on
    pause,     // ours or the gateway's fault: stop sending
};

struct Verdict {
    send::AttemptOutcome outcome;
    Effect effect = Effect::none;
};

// Requires: reply.negative().
Verdict judge(Phase phase, const Reply& reply);

enum class Opening { greeting, ehlo, starttls, auth };

// Why a connection that was refused while opening cannot be used. Requires: an answer that is not
// the wanted one.
send::Pause judge_opening(Opening step, const Reply& reply);

}

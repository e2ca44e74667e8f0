#pragma once
// What a report says about a patient's email: the whole table, pure. Reason codes as in
// domain/sentences/email_gateway.cpp.
//
//   delivered                    delivered
//   relayed, expanded            interim: it left the part of the world that sends reports
//   delayed                      interim
//   failed, 4.x.x                expired: tried for days; a full mailbox keeps its own name
//   failed, 5.x.x                failed, grouped as a relay's "no" is (about.hpp); a policy is
//   never
//                                taken for a wrong address
//   failed without a status      by its words, else failed for no stated reason
#include "edge/smtp/bounces/delivery_status.hpp"
#include "flow/send/gateway.hpp"

#include <string>

namespace cohort::smtp::bounces {

struct Meaning {
    send::Receipt::Says says;
    std::string reason; // empty when delivered
    std::string detail; // "failed 5.1.1", never words of the report
};

Meaning meaning_of(const RecipientStatus& recipient);

}

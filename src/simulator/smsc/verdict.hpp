#pragma once
// What becomes of one submit, as a rule has it. Pure.
#include "simulator/rules/rules.hpp"
#include "simulator/smsc/pdu.hpp"

#include <cstdint>
#include <string>

namespace cohort::simulator::smsc {

enum class AfterAnswer { go_on, cut_line };
enum class AnswerOrder { as_asked, after_the_next };

struct Verdict {
    std::uint32_t status = 0;
    bool taken = true;
    bool answered = true;
    std::string stat = "DELIVRD";
    int err = 0;
    std::uint32_t receipts = 1;
    std::int64_t answer_delay_ms = 0;
    std::int64_t receipt_delay_ms = 0; // on top of the centre's own
    bool receipt_at_once = false;
    bool id_in_hex = false;
    AfterAnswer after = AfterAnswer::go_on;
    AnswerOrder order = AnswerOrder::as_asked;
};

// `rule` may be nullptr: delivered. `registered_delivery` as in the submit.
Verdict judge(const Rule* rule, const Concatenation& part, std::uint8_t registered_delivery);

// message_state of the specification, §5.2.28. 7 (UNKNOWN) for a word it does not have.
std::uint8_t message_state(std::string_view stat);

}

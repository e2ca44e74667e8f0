#include "simulator/smsc/verdict.hpp"

namespace cohort::simulator::smsc {

namespace {

constexpr std::int64_t slow_ms = 5'000;
constexpr std::int64_t late_receipt_ms = 60'000;
// Long enough that the receipt is read first, short enough that nobody waits.
constexpr std::int64_t behind_receipt_ms = 50;
// err: 3GPP TS 29.002 MAP user errors, decimal: unknown subscriber, absent subscriber (short
// message).
constexpr int unknown_subscriber = 1;
constexpr int absent_subscriber = 6;

void fail(Verdict& verdict, const char* stat, int err) {
    verdict.stat = stat;
    verdict.err = err;
}

void not_taken(Verdict& verdict) {
    verdict.taken = false;
    verdict.receipts = 0;
}

void apply(Verdict& verdict, const Rule& rule, const Concatenation& part) {
    const auto code_or = [&](int usual) { return rule.code == 0 ? usual : rule.code; };
    const auto delay_or = [&](std::int64_t usual) {
        return rule.delay_ms == 0 ? usual : rule.delay_ms;
    };
    switch (rule.action) {
    case Action::delivered:
        return;
    case Action::undelivered:
        fail(verdict, "UNDELIV", code_or(unknown_subscriber));
        return;
    case Action::expired:
        fail(verdict, "EXPIRED", code_or(absent_subscriber));
        return;
    case Action::rejected:
        fail(verdict, "REJECTD", code_or(0));
        return;
    case Action::refuse:
        verdict.status = static_cast<std::uint32_t>(code_or(status::bad_destination));
        not_taken(verdict);
        return;
    case Action::throttle:
        verdict.status = status::throttled;
        not_taken(verdict);
        return;
    case Action::slow:
        verdict.answer_delay_ms = delay_or(slow_ms);
        return;
    case Action::late_receipt:
        verdict.receipt_delay_ms = delay_or(late_receipt_ms);
        return;
    case Action::duplicate_receipt:
        verdict.receipts = rule.times;
        return;
    case Action::lost_receipt:
        verdict.receipts = 0;
        return;
    case Action::receipt_first:
        verdict.receipt_at_once = true;
        verdict.answer_delay_ms = delay_or(behind_receipt_ms);
        return;
    case Action::wrong_id:
        verdict.id_in_hex = true;
        return;
    case Action::part_failure:
        if (part.part == static_cast<std::uint32_t>(code_or(1))) {
            fail(verdict, "UNDELIV", absent_subscriber);
        }
        return;
    case Action::drop:
        not_taken(verdict);
        verdict.answered = false;
        return;
    case Action::no_answer:
        verdict.answered = false;
        return;
    case Action::disconnect:
        not_taken(verdict);
        verdict.answered = false;
        verdict.after = AfterAnswer::cut_line;
        return;
    case Action::answer_then_disconnect:
        verdict.after = AfterAnswer::cut_line;
        return;
    case Action::deliver_then_disconnect:
        verdict.answered = false;
        verdict.after = AfterAnswer::cut_line;
        return;
    case Action::reorder:
        verdict.order = AnswerOrder::after_the_next;
        return;
    case Action::refuse_data:
        return; // mail only; checked() lets no such rule for texts through
    }
}

}

Verdict judge(const Rule* rule, const Concatenation& part, std::uint8_t registered_delivery) {
    Verdict verdict;
    if (rule != nullptr) {
        apply(verdict, *rule, part);
    }
    // Specification §5.2.17: bits 1-0: none, always, on failure.
    const unsigned wanted = registered_delivery & 3U;
    if (wanted == 0 || (wanted == 2 && verdict.stat == "DELIVRD")) {
        verdict.receipts = 0;
    }
    if (!verdict.taken) {
        verdict.stat.clear();
        verdict.err = 0;
    }
    return verdict;
}

std::uint8_t message_state(std::string_view stat) {
    if (stat == "DELIVRD") {
        return 2;
    }
    if (stat == "EXPIRED") {
        return 3;
    }
    if (stat == "UNDELIV") {
        return 5;
    }
    return stat == "REJECTD" ? 8 : 7;
}

}
